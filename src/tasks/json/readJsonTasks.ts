import { type JsonObject, isObject, ownField } from "../../support/jsonObject.ts";
import { type SourceError, locate } from "../../support/sourceError.ts";
import { toSourceError } from "../placedError.ts";
import { printDatum } from "../readExamples.ts";
import type { Task } from "../task.ts";
import type { ReadContext, TaskFileContents, TaskText } from "../taskFile.ts";
import { taskNameOf } from "../taskName.ts";
import { argumentsJson } from "./argumentsJson.ts";
import { dreamcoderJson } from "./dreamcoderJson.ts";
import { type JsonDocument, type JsonPath, readJson } from "./jsonDocument.ts";
import { type JsonError, type JsonFormat, typeTask } from "./jsonTask.ts";
import { listFunctionJson } from "./listFunctionJson.ts";
import { trainTestJson } from "./trainTestJson.ts";

/** In this order, because the list function's shape is the least told apart. */
const FORMATS: readonly JsonFormat[] = [
  dreamcoderJson,
  argumentsJson,
  trainTestJson,
  listFunctionJson,
];

/**
 * Reads the tasks of a JSON file: one task, a list of tasks, or an object with a list `tasks`, each in
 * any of the known shapes. A task that is wrong is one error; the others are read.
 */
export async function readJsonTasks(
  source: TaskText,
  context: ReadContext,
): Promise<TaskFileContents> {
  const document = readJson(source.text);
  if (!document.ok) {
    return { tasks: [], errors: [toSourceError(document.error, source.file, source.text)] };
  }
  const { value } = document.value;
  const tasks: Task[] = [];
  const errors: SourceError[] = [];
  const listPath = Array.isArray(value) ? [] : ["tasks"];
  const list = Array.isArray(value)
    ? (value as readonly unknown[])
    : isObject(value) && Array.isArray(ownField(value, "tasks"))
      ? (ownField(value, "tasks") as readonly unknown[])
      : undefined;
  const fileDomain = isObject(value) ? ownField(value, "domain") : undefined;
  const offsets = list === undefined ? [] : document.value.elementOffsets(listPath);
  const items = list ?? [value];
  if (items.length === 0) {
    errors.push(
      toSourceError({ offset: 0, message: "the file has no tasks" }, source.file, source.text),
    );
  }
  // A list without a single task is some other JSON file: one error, not one an element.
  if (list !== undefined && list.length > 0 && !list.some(isTask)) {
    const offset = offsets[0] ?? 0;
    const message = "this list has no task in a shape that can be read";
    const error = { offset, message, expected: FORMATS.map(({ name }) => name) };
    return { tasks, errors: [toSourceError(error, source.file, source.text)] };
  }
  let wrong = 0;
  const lineOf = lineCounter(source.text);
  for (const [index, item] of items.entries()) {
    // Where the task starts: its own paths start there.
    const start = offsets[index] ?? 0;
    const read = await readItem(item, {
      source,
      context,
      fileDomain: list === undefined ? undefined : fileDomain,
      fallbackName: taskNameOf(source.file) + (list === undefined ? "" : ` ${index + 1}`),
      line: list === undefined ? 1 : lineOf(start),
    });
    if (read.kind === "task") tasks.push(read.task);
    else if (++wrong <= MAX_ERRORS) {
      const prefix = list === undefined ? "" : `task ${index + 1}: `;
      errors.push(placeError(read, prefix, start, source, document.value));
    }
  }
  if (wrong > MAX_ERRORS) {
    errors.push({ file: source.file, message: `${wrong - MAX_ERRORS} more tasks are wrong` });
  }
  return { tasks, errors };
}

/** Wrong tasks of one file that are told one by one: finding each place costs a walk of the text. */
const MAX_ERRORS = 100;

const formatOf = (item: JsonObject): JsonFormat | undefined =>
  FORMATS.find((format) => format.recognises(item));

const isTask = (item: unknown): boolean => isObject(item) && formatOf(item) !== undefined;

type ItemResult =
  | { readonly kind: "task"; readonly task: Task }
  | { readonly kind: "json"; readonly error: JsonError }
  /** The domain that the task names is wrong. */
  | { readonly kind: "domain"; readonly error: SourceError; readonly path: JsonPath | undefined };

async function readItem(
  item: unknown,
  place: {
    readonly source: TaskText;
    readonly context: ReadContext;
    readonly fileDomain: unknown;
    readonly fallbackName: string;
    readonly line: number;
  },
): Promise<ItemResult> {
  const { source, context, fallbackName, line } = place;
  if (!isObject(item)) return json({ path: [], message: "this is no task", found: show(item) });
  const format = formatOf(item);
  if (format === undefined) {
    return json({
      path: [],
      message: "this is no task in a shape that can be read",
      found: `an object with ${fieldNames(item)}`,
      expected: FORMATS.map(({ name }) => name),
    });
  }
  const raw = format.read(item);
  if (!raw.ok) return json(raw.error);
  const own = ownField(item, "domain") ?? place.fileDomain;
  if (own !== undefined && typeof own !== "string") {
    return json({ path: ["domain"], message: "a domain is named by text", found: show(own) });
  }
  const spec = own ?? context.domain ?? format.domain;
  if (spec === undefined) {
    return json({
      path: [],
      message: "the task names no domain",
      expected: ['--domain on the command line, or a field "domain" in the file'],
    });
  }
  const loaded = await context.loadDomain(spec, own === undefined ? undefined : source);
  if (!loaded.ok) {
    const path = own === undefined ? undefined : Object.hasOwn(item, "domain") ? ["domain"] : [];
    return { kind: "domain", error: loaded.error, path };
  }
  const typed = typeTask(raw.value, loaded.value.domain);
  if (!typed.ok) return json(typed.error);
  return {
    kind: "task",
    task: {
      name: raw.value.name ?? fallbackName,
      file: source.file,
      line,
      domain: loaded.value.spec,
      definitions: [],
      ...typed.value,
    },
  };
}

const json = (error: JsonError): ItemResult => ({ kind: "json", error });

const show = (value: unknown): string =>
  Array.isArray(value) ? "a list" : isObject(value) ? "an object" : printDatum(value);

const fieldNames = (item: object): string => {
  const names = Object.keys(item).slice(0, 5).map(printDatum);
  return names.length === 0 ? "no fields" : `the fields ${names.join(", ")}`;
};

function placeError(
  failed: Exclude<ItemResult, { kind: "task" }>,
  prefix: string,
  start: number,
  source: TaskText,
  document: JsonDocument,
): SourceError {
  if (failed.kind === "domain") {
    // The user's own choice of a domain is no mistake of the file.
    if (failed.path === undefined) return failed.error;
    const { message, expected, suggestion } = failed.error;
    return {
      file: source.file,
      ...locate(source.text, document.offsetOf(failed.path, start)),
      message: `${prefix}${message}`,
      ...(expected === undefined ? {} : { expected }),
      ...(suggestion === undefined ? {} : { suggestion }),
    };
  }
  const { path: inner, message, ...rest } = failed.error;
  return toSourceError(
    { offset: document.offsetOf(inner, start), message: `${prefix}${message}`, ...rest },
    source.file,
    source.text,
  );
}

/** Line numbers of offsets that never fall: one pass over the text for all of them. */
function lineCounter(text: string): (offset: number) => number {
  const breakFrom = (at: number): number => {
    const next = text.indexOf("\n", at);
    return next === -1 ? Infinity : next;
  };
  let line = 1;
  let nextBreak = breakFrom(0);
  return (offset) => {
    while (nextBreak < offset) {
      line++;
      nextBreak = breakFrom(nextBreak + 1);
    }
    return line;
  };
}
