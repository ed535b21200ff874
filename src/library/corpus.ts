import { type Result, failure, success } from "../support/result.ts";
import { type SourceError, sourceError } from "../support/sourceError.ts";
import { readTerm } from "./readTerm.ts";
import type { Programs } from "./rewrite.ts";
import { TermTable } from "./termTable.ts";

/** Programs to learn a library from. Several of one task are a choice: the cheapest counts. */
export interface Corpus extends Programs {
  /** By program, the number of its task; tasks are numbered from 0 as they come. */
  readonly taskOfProgram: readonly number[];
  /** By task; absent when the tasks have no names. */
  readonly taskNames?: readonly string[];
  /** Names that abstractions must not get, because programs have them already. */
  readonly known: readonly KnownAbstraction[];
}

/** An abstraction that was learned before, and that the programs call. */
export interface KnownAbstraction {
  readonly name: string;
  readonly body: string;
  readonly arity: number;
}

/** A program as text, with where it comes from. */
export interface ProgramText {
  readonly text: string;
  /** Programs of one name are of one task; each is a task of its own when none has a name. */
  readonly task?: string;
}

/** Errors told of one file, at most. */
const MAX_ERRORS = 20;

/**
 * The corpus of some programs, or what is wrong with each of those that are none.
 *
 * @param file what errors call the place they come from
 */
export function corpusOf(
  programs: readonly ProgramText[],
  file = "<corpus>",
  known: readonly KnownAbstraction[] = [],
): Result<Corpus, readonly SourceError[]> {
  const table = new TermTable();
  const roots: number[] = [];
  const taskOfProgram: number[] = [];
  const taskNames: string[] = [];
  const numberOfTask = new Map<string, number>();
  const errors: SourceError[] = [];
  const named = programs.some(({ task }) => task !== undefined);
  for (const [index, { text, task }] of programs.entries()) {
    const term = readTerm(text, table);
    if (!term.ok) {
      const { offset, ...error } = term.error;
      errors.push(sourceError(text, `${file}, program ${index + 1}`, offset, error));
      if (errors.length === MAX_ERRORS) break;
      continue;
    }
    const name = named ? (task ?? `program ${index + 1}`) : String(index);
    let number = numberOfTask.get(name);
    if (number === undefined) {
      number = taskNames.length;
      numberOfTask.set(name, number);
      taskNames.push(name);
    }
    roots.push(term.value);
    taskOfProgram.push(number);
  }
  if (errors.length > 0) return failure(errors);
  return success({ table, roots, taskOfProgram, known, ...(named ? { taskNames } : {}) });
}
