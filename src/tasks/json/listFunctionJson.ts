import { ownField } from "../../support/jsonObject.ts";
import { success } from "../../support/result.ts";
import { NO_EXAMPLES, type JsonFormat, nameField, readRawExamples } from "./jsonTask.ts";

/**
 * Files of list functions (Rule 2020, "The child as hacker"): `{"program", "examples": [{"i", "o"}]}`,
 * one argument, types told from the data. The program, which solves the task, is not read at all.
 */
export const listFunctionJson: JsonFormat = {
  name: "list function",
  domain: "list",
  recognises: (item) =>
    Array.isArray(ownField(item, "examples")) &&
    !Object.hasOwn(item, "arguments") &&
    !Object.hasOwn(item, "type"),
  read: (item) => {
    const name = nameField(item, Object.hasOwn(item, "name") ? "name" : "id");
    if (!name.ok) return name;
    const examples = readRawExamples(
      item,
      "examples",
      { label: "example", required: true },
      (example) => {
        const inputKey = ["i", "input"].find((key) => Object.hasOwn(example, key));
        const outputKey = ["o", "output"].find((key) => Object.hasOwn(example, key));
        return inputKey === undefined || outputKey === undefined
          ? 'the fields "i" and "o" are needed'
          : {
              inputs: [example[inputKey]],
              inputKey,
              listed: false,
              output: example[outputKey],
              outputKey,
            };
      },
    );
    if (!examples.ok) return examples;
    return success({
      ...(name.value === undefined ? {} : { name: name.value }),
      examples: examples.value,
      holdout: NO_EXAMPLES,
    });
  },
};
