import { type JsonObject, isObject, ownField } from "../../support/jsonObject.ts";
import { failure, success } from "../../support/result.ts";
import { printDatum } from "../readExamples.ts";
import {
  type JsonFormat,
  type RawExample,
  type RawType,
  arrayField,
  nameField,
  readRawExamples,
  readTypeText,
} from "./jsonTask.ts";

/**
 * The JSON that this product writes, and that the synthetic tasks of LambdaBeam (Shi et al. 2023) come
 * in: `{"name", "arguments": [{"name", "type"}], "output", "examples": [{"inputs", "output"}],
 * "holdout"}`. Any other field, such as a solution, is not read.
 */
export const argumentsJson: JsonFormat = {
  name: "arguments and examples",
  recognises: (item) => Object.hasOwn(item, "arguments"),
  read: (item) => {
    const name = nameField(item);
    if (!name.ok) return name;
    const parameters: string[] = [];
    const types: RawType[] = [];
    const list = arrayField(item, "arguments", true);
    if (!list.ok) return list;
    for (const [index, argument] of list.value.entries()) {
      const path = ["arguments", index];
      if (!isObject(argument)) {
        return failure({ path, message: "an argument is an object", found: printDatum(argument) });
      }
      const argumentName = ownField(argument, "name");
      if (argumentName !== undefined && typeof argumentName !== "string") {
        return failure({ path: [...path, "name"], message: "a name is text" });
      }
      const type = readTypeText(ownField(argument, "type"), [...path, "type"]);
      if (!type.ok) return type;
      if (argumentName !== undefined) parameters.push(argumentName);
      types.push(type.value);
    }
    const result = readTypeText(ownField(item, "output"), ["output"]);
    if (!result.ok) return result;
    const examples = readRawExamples(
      item,
      "examples",
      { label: "example", required: true },
      readFields,
    );
    if (!examples.ok) return examples;
    const holdout = readRawExamples(
      item,
      "holdout",
      { label: "holdout example", required: false },
      readFields,
    );
    if (!holdout.ok) return holdout;
    return success({
      ...(name.value === undefined ? {} : { name: name.value }),
      // Names are all or none: a list with gaps names nothing.
      ...(parameters.length === types.length ? { parameters } : {}),
      request: { parameters: types, result: result.value },
      examples: examples.value,
      holdout: holdout.value,
    });
  },
};

function readFields(example: JsonObject): RawExample | string {
  const inputs = ownField(example, "inputs");
  if (!Array.isArray(inputs)) return '"inputs" must be a list of the inputs';
  if (!Object.hasOwn(example, "output")) return 'the field "output" is missing';
  return {
    inputs: inputs as readonly unknown[],
    inputKey: "inputs",
    listed: true,
    output: example["output"],
    outputKey: "output",
  };
}
