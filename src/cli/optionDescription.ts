import { Help, type Option } from "commander";

/** An option in the help: also what holds when it is not given where that is a sentence, not a value. */
export function optionDescription(option: Option): string {
  const text = new Help().optionDescription(option);
  const { defaultValue, defaultValueDescription: inWords } = option;
  if (defaultValue !== undefined || inWords === undefined) return text;
  return text.endsWith(")") && option.argChoices !== undefined
    ? `${text.slice(0, -1)}, default: ${inWords})`
    : `${text} (default: ${inWords})`;
}
