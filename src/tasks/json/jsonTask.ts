import { type Domain, typeProblem } from "../../dsl/domain.ts";
import { parseType } from "../../dsl/parseType.ts";
import { type Type, functionType, printType, typeVariables } from "../../dsl/type.ts";
import { type JsonObject, isObject, ownField } from "../../support/jsonObject.ts";
import { type Result, failure, success } from "../../support/result.ts";
import { exampleReader, printDatum } from "../readExamples.ts";
import type { Example, Task } from "../task.ts";
import { inferDataType } from "./inferDataType.ts";
import type { JsonPath } from "./jsonDocument.ts";
import { jsonTypes } from "./jsonTypes.ts";

/** What is wrong at a path of a JSON text. */
export interface JsonError {
  readonly path: JsonPath;
  readonly message: string;
  readonly found?: string;
  readonly expected?: readonly string[];
  readonly suggestion?: string;
}

/** One of the shapes in which JSON files hold a task. */
export interface JsonFormat {
  /** As an error names it. */
  readonly name: string;
  /** Domain of a task that names none, when the user does not either. */
  readonly domain?: string;
  /** Has the object the fields that only this shape has? */
  recognises(item: JsonObject): boolean;
  /** The task as the file has it, its data not yet read as values. */
  read(item: JsonObject): Result<RawTask, JsonError>;
}

/** A task whose data have no types yet. Paths are relative to the task. */
export interface RawTask {
  readonly name?: string;
  readonly parameters?: readonly string[];
  /** Absent: the types that the data show. */
  readonly request?: RawRequest;
  readonly examples: RawExamples;
  readonly holdout: RawExamples;
}

export interface RawRequest {
  readonly parameters: readonly RawType[];
  readonly result: RawType;
}

export interface RawType {
  readonly type: Type;
  readonly path: JsonPath;
}

export interface RawExamples {
  /** The field of the task that holds them, and what an error calls one. */
  readonly key: string;
  readonly label: string;
  readonly items: readonly RawExample[];
}

export const NO_EXAMPLES: RawExamples = { key: "", label: "", items: [] };

export interface RawExample {
  readonly inputs: readonly unknown[];
  readonly output: unknown;
  /** The field of the inputs, and whether it is a list of them or the only one. */
  readonly inputKey: string;
  readonly listed: boolean;
  readonly outputKey: string;
}

/** A field that must be an array, or may be absent and then is empty. */
export function arrayField(
  item: JsonObject,
  key: string,
  required: boolean,
): Result<readonly unknown[], JsonError> {
  const value = ownField(item, key);
  if (value === undefined && !required) return success([]);
  if (Array.isArray(value)) return success(value as readonly unknown[]);
  return failure({
    path: [key],
    message: value === undefined ? `the field "${key}" is missing` : `"${key}" is no list`,
    ...(value === undefined ? {} : { found: printDatum(value) }),
    expected: [`"${key}": [ … ]`],
  });
}

/** A field that names the task, when it is there. */
export function nameField(item: JsonObject, key = "name"): Result<string | undefined, JsonError> {
  const value = ownField(item, key);
  if (value === undefined || typeof value === "string") return success(value);
  return failure({ path: [key], message: `"${key}" is no text`, found: printDatum(value) });
}

// Types are written by people: longer ones are an attack on whatever walks them.
const MAX_TYPE_LENGTH = 200;

/** Reads a type as text: `list int`. */
export function readTypeText(text: unknown, path: JsonPath): Result<RawType, JsonError> {
  if (typeof text !== "string") {
    return failure({ path, message: "a type is written as text", found: printDatum(text) });
  }
  if (text.length > MAX_TYPE_LENGTH) return failure({ path, message: "this type is too long" });
  const parsed = parseType(text);
  if (!parsed.ok) return failure({ path, message: `this is no type: ${parsed.error.message}` });
  return success({ type: parsed.value, path });
}

/** Reads the examples in a field of a task, each by `read`, which says what it lacks. */
export function readRawExamples(
  item: JsonObject,
  key: string,
  { label, required }: { readonly label: string; readonly required: boolean },
  read: (example: JsonObject) => RawExample | string,
): Result<RawExamples, JsonError> {
  const list = arrayField(item, key, required);
  if (!list.ok) return list;
  const items: RawExample[] = [];
  for (const [index, datum] of list.value.entries()) {
    const path = [key, index];
    const name = `${label} ${index + 1}`;
    if (!isObject(datum)) {
      return failure({ path, message: `${name} is no object`, found: printDatum(datum) });
    }
    const example = read(datum);
    if (typeof example === "string") return failure({ path, message: `${name}: ${example}` });
    items.push(example);
  }
  return success({ key, label, items });
}

/** Gives a raw task its types and reads its data as values of them. */
export function typeTask(
  raw: RawTask,
  domain: Domain,
): Result<Pick<Task, "request" | "examples" | "holdout" | "parameters">, JsonError> {
  const types = { types: jsonTypes(domain.types) };
  const request = raw.request ?? inferRequest(raw);
  if (request === undefined) {
    return failure({
      path: [],
      message: "the types of its data cannot be told: they differ, or there are none",
    });
  }
  for (const { type, path } of [...request.parameters, request.result]) {
    const problem = typeProblem(type, domain.types);
    if (problem !== undefined) {
      return failure({
        path,
        message: `type \`${printType(type)}\` ${problem.message} in domain "${domain.name}"`,
        expected: [...domain.types.keys()],
        ...(problem.suggestion === undefined ? {} : { suggestion: problem.suggestion }),
      });
    }
    if (typeVariables(type).length > 0 || printType(type).includes("->")) {
      return failure({
        path,
        message: `examples cannot have values of type \`${printType(type)}\``,
      });
    }
  }
  const type = functionType(
    request.parameters.map((parameter) => parameter.type),
    request.result.type,
  );
  const read = exampleReader(type, { ...domain, ...types });
  const readAll = ({ key, label, items }: RawExamples): Result<readonly Example[], JsonError> => {
    const values: Example[] = [];
    for (const [index, example] of items.entries()) {
      const value = read(example.inputs, example.output);
      if (!value.ok) {
        const { part, message, ...rest } = value.error;
        const { inputKey, listed, outputKey } = example;
        const inner =
          part === undefined
            ? []
            : part === "output"
              ? [outputKey]
              : listed
                ? [inputKey, part]
                : [inputKey];
        return failure({
          path: [key, index, ...inner],
          message: `${label} ${index + 1}: ${message}`,
          ...rest,
        });
      }
      values.push(value.value);
    }
    return success(values);
  };
  const examples = readAll(raw.examples);
  if (!examples.ok) return examples;
  const holdout = readAll(raw.holdout);
  if (!holdout.ok) return holdout;
  return success({
    request: type,
    examples: examples.value,
    holdout: holdout.value,
    ...(raw.parameters === undefined ? {} : { parameters: raw.parameters }),
  });
}

/** The request that the data show: what all examples have in common. */
function inferRequest({ examples, holdout }: RawTask): RawRequest | undefined {
  const all = [...examples.items, ...holdout.items];
  const [first] = all;
  if (first === undefined) return undefined;
  const parameters: RawType[] = [];
  for (let i = 0; i < first.inputs.length; i++) {
    const type = inferDataType(all.map(({ inputs }) => inputs[i]));
    if (type === undefined) return undefined;
    parameters.push({ type, path: [] });
  }
  const result = inferDataType(all.map(({ output }) => output));
  return result === undefined ? undefined : { parameters, result: { type: result, path: [] } };
}
