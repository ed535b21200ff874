import { type Result, failure, success } from "../support/result.ts";
import { NO_TAG, type TermTable } from "./termTable.ts";

/** Why a text is no program: the offset of what is wrong, and what. */
export interface TermError {
  readonly offset: number;
  readonly message: string;
  readonly found?: string;
  readonly expected?: readonly string[];
}

export interface ReadTermOptions {
  /** May the text say `#0`, as the body of an abstraction does? A program may not. */
  readonly arguments?: boolean;
}

/** A list that is being read. */
interface OpenList {
  readonly start: number;
  /** The application of what was read of it; -1: nothing yet. */
  term: number;
  parts: number;
  /** The tag of the lambda it is; undefined: it is an application. */
  readonly tag: number | undefined;
  readonly lambdas: number;
}

const WHITE = /\s/;
const LAMBDA = /^(?:lam|lambda|λ)(?:_(\d+))?$/;
const VARIABLE = /^\$(\d+)(?:_(\d+))?$/;
const ARGUMENT = /^#(\d+)$/;
const MAX_INDEX = 1_000_000;
const MAX_TAG = 0x7fffffff;

/**
 * Reads a term as programs are exchanged: `(lam (map (lam (+ $0 1)) $0))`, with de Bruijn variables,
 * `lam` or `lambda`, tags (`lam_3`, `$0_3`), several terms in a row as an application, and any other
 * word as a primitive. A string `"a b"`, a list `[1, 2]` and an abstraction of DreamCoder
 * (`#(lambda $0)`) are one word each. Nothing here recurses; a million words take a second.
 */
export function readTerm(
  text: string,
  table: TermTable,
  options: ReadTermOptions = {},
): Result<number, TermError> {
  const enclosing: OpenList[] = [];
  let list: OpenList = { start: 0, term: -1, parts: 0, tag: undefined, lambdas: 0 };
  const add = (term: number): void => {
    list.term = list.parts === 0 ? term : table.application(list.term, term);
    list.parts++;
  };

  let known: Closings | undefined;
  const closings = (): Closings => (known ??= closingsOf(text));
  let at = 0;
  while (at < text.length) {
    const character = text[at] as string;
    if (WHITE.test(character)) {
      at++;
      continue;
    }
    if (character === ")") {
      const outer = enclosing.pop();
      if (outer === undefined) {
        return failure({ offset: at, message: "this parenthesis closes nothing" });
      }
      const { tag, parts, term, start } = list;
      if (parts === 0) {
        return failure({
          offset: start,
          message: tag === undefined ? "empty parentheses" : "this lambda has no body",
        });
      }
      if (tag !== undefined && parts > 1) {
        return failure({
          offset: start,
          message: `a lambda has one body, this one has ${parts}`,
          expected: ["parentheses around an application"],
        });
      }
      list = outer;
      add(tag === undefined ? term : table.lambda(term, tag));
      at++;
      continue;
    }
    if (character === "(") {
      const start = at;
      at++;
      while (at < text.length && WHITE.test(text[at] as string)) at++;
      const end = endOfWord(text, at, closings);
      const lambda = LAMBDA.exec(text.slice(at, end));
      const tag = lambda === null ? undefined : tagOf(lambda[1]);
      if (tag !== undefined && tag > MAX_TAG) {
        return failure({ offset: at, message: TAG_TOO_LARGE, found: text.slice(at, end) });
      }
      enclosing.push(list);
      const lambdas = list.lambdas + (lambda === null ? 0 : 1);
      list = { start, term: -1, parts: 0, tag, lambdas };
      if (lambda !== null) at = end;
      continue;
    }
    const start = at;
    at = endOfWord(text, at, closings);
    const word = text.slice(start, at);
    const lambda = LAMBDA.exec(word);
    if (lambda !== null) {
      return failure({
        offset: start,
        message: "a lambda stands in parentheses of its own",
        found: word,
        expected: [`(${word} ...)`],
      });
    }
    const variable = word.startsWith("$") ? VARIABLE.exec(word) : null;
    if (variable !== null) {
      const index = Number(variable[1]);
      if (index >= list.lambdas) {
        return failure({ offset: start, message: "this variable is free", found: word });
      }
      const tag = tagOf(variable[2]);
      if (tag > MAX_TAG) return failure({ offset: start, message: TAG_TOO_LARGE, found: word });
      add(table.variable(index, tag));
      continue;
    }
    const argument = word.startsWith("#") ? ARGUMENT.exec(word) : null;
    if (argument !== null) {
      const index = Number(argument[1]);
      if (options.arguments !== true) {
        return failure({
          offset: start,
          message: "the argument of an abstraction outside of one",
          found: word,
        });
      }
      if (index > MAX_INDEX) return failure({ offset: start, message: "no argument", found: word });
      add(table.argument(index));
      continue;
    }
    if (word.startsWith("$") && word.length > 1) {
      return failure({ offset: start, message: "no variable", found: word, expected: ["$0"] });
    }
    add(table.primitive(word));
  }
  if (enclosing.length > 0) {
    return failure({ offset: list.start, message: "this parenthesis is never closed" });
  }
  if (list.parts === 0) return failure({ offset: 0, message: "there is no program here" });
  return success(list.term);
}

const TAG_TOO_LARGE = `a tag is at most ${MAX_TAG}`;

const tagOf = (text: string | undefined): number => (text === undefined ? NO_TAG : Number(text));

/** By offset of a `[` or of the `(` in `#(`: the offset after the bracket that closes it. */
type Closings = ReadonlyMap<number, number>;

/** Where the word that starts at an offset ends. `closings` is asked only when a bracket begins it. */
function endOfWord(text: string, start: number, closings: () => Closings): number {
  const first = text[start];
  let end = start;
  if (first === '"') end = endOfString(text, start) ?? start;
  else if (first === "[") end = closings().get(start) ?? start;
  else if (first === "#" && text[start + 1] === "(") end = closings().get(start + 1) ?? start;
  for (; end < text.length; end++) {
    const character = text[end] as string;
    if (character === "(" || character === ")" || WHITE.test(character)) break;
  }
  return end;
}

/** A string with escapes is one word; a lone quote is a word like any other. */
function endOfString(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return undefined;
}

/** All of a text at once: each bracket on its own would make many open ones slow. */
function closingsOf(text: string): Closings {
  const closings = new Map<number, number>();
  const square: number[] = [];
  const round: number[] = [];
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '"':
        at = (endOfString(text, at) ?? text.length) - 1;
        break;
      case "[":
        square.push(at);
        break;
      case "(":
        round.push(at);
        break;
      case "]": {
        const open = square.pop();
        if (open !== undefined) closings.set(open, at + 1);
        break;
      }
      case ")": {
        const open = round.pop();
        if (open !== undefined && text[open - 1] === "#") closings.set(open, at + 1);
        break;
      }
      default:
    }
  }
  return closings;
}
