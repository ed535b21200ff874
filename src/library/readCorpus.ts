import { readJson } from "../tasks/json/jsonDocument.ts";
import { fieldOf, isObject, ownField } from "../support/jsonObject.ts";
import { type Result, failure } from "../support/result.ts";
import { type SourceError, sourceError } from "../support/sourceError.ts";
import { type Corpus, type KnownAbstraction, type ProgramText, corpusOf } from "./corpus.ts";

const EXPECTED = [
  'a list of programs: ["(+ 1 2)", ...]',
  '{"programs": [...], "tasks": [...]}',
  "what this command or Stitch writes",
  'DreamCoder\'s {"DSL", "frontiers"}',
];

/**
 * Reads a corpus from JSON: a list of programs, each a text or `{"program", "task"}`; the same below
 * `programs`, with an optional list of task names `tasks`; the output of this product or of Stitch,
 * of which the rewritten programs are taken; or DreamCoder's frontiers, where the programs of a
 * frontier are a choice.
 *
 * @returns the corpus, or all that is wrong, each with file, number of the program, and column
 */
export function readCorpus(text: string, file: string): Result<Corpus, readonly SourceError[]> {
  const json = readJson(text);
  if (!json.ok) {
    const { offset, ...error } = json.error;
    return failure([sourceError(text, file, offset ?? 0, error)]);
  }
  const read = readPrograms(json.value.value);
  if (!read.ok) {
    const offset = json.value.offsetOf(read.path);
    return failure([
      sourceError(text, file, offset, { message: read.message, expected: read.expected }),
    ]);
  }
  if (read.programs.length === 0)
    return failure([{ file, message: "there are no programs in this" }]);
  return corpusOf(read.programs, file, read.known);
}

type Read =
  | {
      readonly ok: true;
      readonly programs: readonly ProgramText[];
      readonly known: readonly KnownAbstraction[];
    }
  | {
      readonly ok: false;
      readonly path: readonly (string | number)[];
      readonly message: string;
      readonly expected: readonly string[];
    };

const wrong = (
  path: readonly (string | number)[],
  message: string,
  ...expected: readonly string[]
): Read => ({ ok: false, path, message, expected });

function readPrograms(value: unknown): Read {
  if (Array.isArray(value)) return readList(value, undefined, []);
  if (!isObject(value)) return wrong([], "this is no corpus", ...EXPECTED);
  const frontiers = ownField(value, "frontiers");
  if (frontiers !== undefined) return readFrontiers(frontiers);
  const programs = ownField(value, "programs");
  if (programs !== undefined) {
    if (!Array.isArray(programs)) return wrong(["programs"], "programs are a list");
    return readList(programs, ownField(value, "tasks"), ["programs"]);
  }
  const rewritten = ownField(value, "rewritten");
  if (!Array.isArray(rewritten)) return wrong([], "this is no corpus", ...EXPECTED);
  const known: KnownAbstraction[] = [];
  const abstractions = ownField(value, "abstractions");
  if (Array.isArray(abstractions)) {
    for (const [index, one] of abstractions.entries()) {
      const name = fieldOf(one, "name");
      const body = fieldOf(one, "body");
      const arity = fieldOf(one, "arity");
      if (typeof name !== "string" || typeof body !== "string" || !Number.isSafeInteger(arity)) {
        return wrong(["abstractions", index], "an abstraction has a name, a body and an arity");
      }
      known.push({ name, body, arity: arity as number });
    }
  }
  const read = readList(rewritten, ownField(value, "tasks"), ["rewritten"]);
  return read.ok ? { ...read, known } : read;
}

function readList(
  list: readonly unknown[],
  tasks: unknown,
  path: readonly (string | number)[],
): Read {
  if (tasks !== undefined && tasks !== null) {
    if (!Array.isArray(tasks) || tasks.length !== list.length) {
      return wrong(["tasks"], "tasks are a list as long as that of the programs");
    }
    const unnamed = tasks.findIndex((task) => typeof task !== "string");
    if (unnamed !== -1) return wrong(["tasks", unnamed], "the name of a task is text");
  }
  const programs: ProgramText[] = [];
  for (const [index, item] of list.entries()) {
    const program: unknown = isObject(item) ? ownField(item, "program") : item;
    const own: unknown = fieldOf(item, "task");
    const task: unknown = own ?? (Array.isArray(tasks) ? tasks[index] : undefined);
    if (typeof program !== "string") {
      return wrong([...path, index], `program ${index + 1} is no text`, '"(+ 1 2)"');
    }
    if (task !== undefined && typeof task !== "string") {
      return wrong([...path, index, "task"], "the name of a task is text");
    }
    programs.push(task === undefined ? { text: program } : { text: program, task });
  }
  return { ok: true, programs, known: [] };
}

function readFrontiers(frontiers: unknown): Read {
  if (!Array.isArray(frontiers)) return wrong(["frontiers"], "frontiers are a list");
  const programs: ProgramText[] = [];
  for (const [index, frontier] of frontiers.entries()) {
    const list = fieldOf(frontier, "programs");
    if (!Array.isArray(list)) {
      return wrong(["frontiers", index], "a frontier has a list of programs", '"programs": [...]');
    }
    const name = fieldOf(frontier, "task");
    // Two frontiers of one name are two tasks all the same.
    const task = `${index + 1}${typeof name === "string" ? ` ${name}` : ""}`;
    for (const [number, entry] of list.entries()) {
      const program: unknown = isObject(entry) ? ownField(entry, "program") : entry;
      if (typeof program !== "string") {
        return wrong(
          ["frontiers", index, "programs", number],
          "this is no program",
          '"program": "..."',
        );
      }
      programs.push({ text: program, task });
    }
  }
  return { ok: true, programs, known: [] };
}
