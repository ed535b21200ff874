import { type Type, splitFunctionType } from "../../dsl/type.ts";
import { isObject, ownField } from "../../support/jsonObject.ts";
import { type Result, failure, success } from "../../support/result.ts";
import { printDatum } from "../readExamples.ts";
import {
  NO_EXAMPLES,
  type JsonError,
  type JsonFormat,
  type RawType,
  nameField,
  readRawExamples,
  readTypeText,
} from "./jsonTask.ts";
import type { JsonPath } from "./jsonDocument.ts";

/**
 * DreamCoder's task files (Ellis et al. 2021): `{"name", "type": {"input", "output"},
 * "examples": [{"i", "o"}]}`, one argument, types as `list-of-int`.
 */
export const dreamcoderJson: JsonFormat = {
  name: "DreamCoder",
  domain: "list",
  recognises: (item) => isObject(ownField(item, "type")),
  read: (item) => {
    const name = nameField(item);
    if (!name.ok) return name;
    const type = ownField(item, "type");
    if (!isObject(type)) return failure({ path: ["type"], message: '"type" is no object' });
    const input = readDreamcoderType(ownField(type, "input"), ["type", "input"]);
    if (!input.ok) return input;
    const output = readDreamcoderType(ownField(type, "output"), ["type", "output"]);
    if (!output.ok) return output;
    const examples = readRawExamples(
      item,
      "examples",
      { label: "example", required: true },
      (example) =>
        Object.hasOwn(example, "i") && Object.hasOwn(example, "o")
          ? {
              inputs: [example["i"]],
              inputKey: "i",
              listed: false,
              output: example["o"],
              outputKey: "o",
            }
          : 'the fields "i" and "o" are needed',
    );
    if (!examples.ok) return examples;
    return success({
      ...(name.value === undefined ? {} : { name: name.value }),
      request: { parameters: [input.value], result: output.value },
      examples: examples.value,
      holdout: NO_EXAMPLES,
    });
  },
};

const PREFIX = "list-of-";

/** `list-of-list-of-int` is `list (list int)`. Types in this product's own writing are read as well. */
function readDreamcoderType(text: unknown, path: JsonPath): Result<RawType, JsonError> {
  if (typeof text !== "string") {
    return failure({
      path,
      message: "a type is written as text",
      found: printDatum(text),
      expected: ["int", "bool", "list-of-int"],
    });
  }
  if (!text.startsWith(PREFIX)) return readTypeText(text, path);
  const parts = text.split(PREFIX);
  const element = parts.at(-1) ?? "";
  const open = "list (".repeat(parts.length - 1);
  return readTypeText(`${open}${element}${")".repeat(parts.length - 1)}`, path);
}

/** A type as DreamCoder's files write it; undefined when they have no name for it. */
export function printDreamcoderType(type: Type): string | undefined {
  if (type.kind === "variable" || splitFunctionType(type).parameters.length > 0) return undefined;
  const [element] = type.arguments;
  if (element === undefined) return type.name;
  if (type.name !== "list") return undefined;
  const inner = printDreamcoderType(element);
  return inner === undefined ? undefined : `${PREFIX}${inner}`;
}
