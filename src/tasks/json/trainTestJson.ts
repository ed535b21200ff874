import { type JsonObject } from "../../support/jsonObject.ts";
import { success } from "../../support/result.ts";
import { type JsonFormat, type RawExample, nameField, readRawExamples } from "./jsonTask.ts";

/**
 * String benchmarks that split their examples: `{"name", "trainExamples": [{"inputs", "output"}],
 * "testExamples"}`. Inputs are one string or a list of them; what is tested on becomes the holdout.
 */
export const trainTestJson: JsonFormat = {
  name: "train and test examples",
  domain: "text",
  recognises: (item) => Object.hasOwn(item, "trainExamples"),
  read: (item) => {
    const name = nameField(item);
    if (!name.ok) return name;
    const examples = readRawExamples(
      item,
      "trainExamples",
      { label: "train example", required: true },
      readFields,
    );
    if (!examples.ok) return examples;
    const holdout = readRawExamples(
      item,
      "testExamples",
      { label: "test example", required: false },
      readFields,
    );
    if (!holdout.ok) return holdout;
    return success({
      ...(name.value === undefined ? {} : { name: name.value }),
      examples: examples.value,
      holdout: holdout.value,
    });
  },
};

function readFields(example: JsonObject): RawExample | string {
  const inputKey = ["inputs", "input", "i"].find((name) => Object.hasOwn(example, name));
  const outputKey = ["output", "o"].find((name) => Object.hasOwn(example, name));
  if (inputKey === undefined || outputKey === undefined) {
    return 'the fields "inputs" and "output" are needed';
  }
  const given = example[inputKey];
  return {
    inputs: Array.isArray(given) ? (given as readonly unknown[]) : [given],
    inputKey,
    listed: Array.isArray(given),
    output: example[outputKey],
    outputKey,
  };
}
