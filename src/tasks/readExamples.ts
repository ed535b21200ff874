import type { Domain } from "../dsl/domain.ts";
import { readerOf } from "../dsl/typed.ts";
import { type Type, printType, splitFunctionType } from "../dsl/type.ts";
import type { Datum } from "../dsl/valueType.ts";
import { counted } from "../support/counted.ts";
import { type Result, failure, success } from "../support/result.ts";
import type { Example } from "./task.ts";

/** Why data are no example: which of its values, and what it should have been. */
export interface ExampleError {
  /** Index of the input at fault; `output`; absent when their number is wrong. */
  readonly part?: number | "output";
  readonly message: string;
  readonly found?: string;
  readonly expected?: readonly string[];
}

/** Reads examples of a request from data, one at a time. */
export function exampleReader(
  request: Type,
  domain: Domain,
): (inputs: readonly unknown[], output: unknown) => Result<Example, ExampleError> {
  const { parameters, result } = splitFunctionType(request);
  const readers = parameters.map((type) => readerOf(type, domain));
  const readOutput = readerOf(result, domain);
  return (inputs, output) => {
    if (inputs.length !== parameters.length) {
      return failure({
        message: `${counted(inputs.length, "input")}, but the task takes ${parameters.length}`,
      });
    }
    const values: unknown[] = [];
    for (const [part, read] of readers.entries()) {
      const value = read(inputs[part] as Datum);
      if (value === undefined) return failure(unfit(part, inputs[part], parameters[part] as Type));
      values.push(value);
    }
    const value = readOutput(output as Datum);
    if (value === undefined) return failure(unfit("output", output, result));
    return success({ inputs: values, output: value });
  };
}

function unfit(part: number | "output", datum: unknown, type: Type): ExampleError {
  return {
    part,
    message: `${part === "output" ? "the output" : `input ${part + 1}`} is no value of type \`${printType(type)}\``,
    found: printDatum(datum),
    expected: [printType(type)],
  };
}

/** A datum as text, cut to a length that fits a message. */
export function printDatum(datum: unknown): string {
  // Deep or long data are shown by their kind: printing them whole could exhaust the stack.
  const text = Array.isArray(datum)
    ? `[${datum
        .slice(0, 8)
        .map((item) => (Array.isArray(item) ? "[…]" : printDatum(item)))
        .join(", ")}${datum.length > 8 ? ", …" : ""}]`
    : typeof datum === "object" && datum !== null
      ? "an object"
      : typeof datum === "bigint"
        ? String(datum)
        : (JSON.stringify(datum) ?? "nothing");
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
