import { stat } from "node:fs/promises";
import { type Result, failure, success } from "../support/result.ts";
import type { SourceError } from "../support/sourceError.ts";
import { readJson } from "../tasks/json/jsonDocument.ts";
import { toSourceError } from "../tasks/placedError.ts";
import { readTaskText } from "../tasks/readTaskText.ts";

/** Larger files are refused: as JSON, a text takes up to ten times its size. */
const MOST_JSON_BYTES = 16_000_000;
/** The same of a log, which is read a line at a time. */
const MOST_LOG_BYTES = 64_000_000;

/**
 * What a file of a run holds as JSON, a stranger's run included; undefined when there is no such file.
 * The error names the place.
 */
export async function readRunFile(path: string): Promise<Result<unknown, SourceError>> {
  const text = await readText(path, MOST_JSON_BYTES);
  if (!text.ok || text.value === undefined) return text;
  const document = readJson(text.value);
  return document.ok
    ? success(document.value.value)
    : failure(toSourceError(document.error, path, text.value));
}

/** The lines of a log of a run, as often as they are asked for; none when there is no such file. */
export async function readRunLog(path: string): Promise<Result<Iterable<string>, SourceError>> {
  const text = await readText(path, MOST_LOG_BYTES);
  return text.ok ? success({ [Symbol.iterator]: () => linesOf(text.value ?? "") }) : text;
}

async function readText(
  path: string,
  maxBytes: number,
): Promise<Result<string | undefined, SourceError>> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return success(undefined);
  // A pipe or a device may have no end.
  if (!found.isFile()) return failure({ file: path, message: "this is no file" });
  const read = await readTaskText(path, maxBytes);
  return read.ok ? success(read.value.text) : read;
}

function* linesOf(text: string): Iterator<string> {
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    yield text.slice(start, end);
    start = end + 1;
  }
}
