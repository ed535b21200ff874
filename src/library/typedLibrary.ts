import fc from "fast-check";
import { type Definition, withDefinitions } from "../dsl/definition.ts";
import type { Domain } from "../dsl/domain.ts";
import { infer } from "../dsl/infer.ts";
import { parseTerm, parseTypedTerm } from "../dsl/parseTerm.ts";
import { type Term, abstract, lambda, variable } from "../dsl/term.ts";
import { type Type, isArrow, printType, splitFunctionType } from "../dsl/type.ts";
import { compile } from "../interp/evaluate.ts";
import { instancesOf } from "../interp/laws/instances.ts";
import { sortOf } from "../interp/laws/sort.ts";
import { equalValues } from "../interp/value.ts";
import { InternalError } from "../support/internalError.ts";
import type { SourceError } from "../support/sourceError.ts";
import type { Candidate, Compression } from "./compress.ts";
import type { Corpus, KnownAbstraction } from "./corpus.ts";
import { printNode } from "./printNode.ts";
import { readTerm } from "./readTerm.ts";
import { NODE, NO_TAG, TermTable } from "./termTable.ts";

export interface TypedLibraryOptions {
  /** Only abstractions whose arguments and results are no functions. */
  readonly firstOrder?: boolean;
  /** Abstractions that the programs call already, earlier ones first. */
  readonly known?: readonly KnownAbstraction[];
}

/** The types of a library: a filter for `compress`, and what it let through. */
export interface TypedLibrary {
  /** For `CompressOptions.accepts`: has the abstraction a type? */
  readonly accepts: (candidate: Candidate) => boolean;
  /** For `CompressOptions.onAbstraction`: later abstractions may call this one. */
  readonly onAbstraction: (candidate: Candidate, name: string) => void;
  /** The abstractions, each a lambda for each argument, known ones first, in the order of learning. */
  readonly definitions: readonly Definition[];
  /** Principal types, by name, as text. */
  readonly types: ReadonlyMap<string, string>;
}

/**
 * Follows a compression of programs in a domain. A known abstraction that has no type is not in
 * `definitions`, so that programs that call it have none either.
 */
export function createTypedLibrary(
  domain: Domain,
  { firstOrder = false, known = [] }: TypedLibraryOptions = {},
): TypedLibrary {
  const definitions: Definition[] = [];
  const types = new Map<string, string>();
  const words = new Map<string, Term | undefined>();
  let extended = domain;
  const wordOf = (word: string): Term | undefined => {
    if (!words.has(word)) {
      const parsed = parseTerm(word, { domain: extended, infix: false });
      words.set(word, parsed.ok ? parsed.value.term : undefined);
    }
    return words.get(word);
  };

  const define = (candidate: Candidate): { body: Term; type: Type } | undefined => {
    const term = toTerm(candidate.table, candidate.body, candidate.arity, wordOf);
    if (term === undefined) return undefined;
    const body = abstract(candidate.arity, term);
    const inferred = infer(body, extended);
    return inferred.ok ? { body, type: inferred.value.type } : undefined;
  };

  const add = (candidate: Candidate, name: string): boolean => {
    const defined = candidate.arity > MAX_ARITY ? undefined : define(candidate);
    if (defined === undefined) return false;
    definitions.push({ name, ...defined });
    types.set(name, printType(defined.type));
    extended = withDefinitions(domain, definitions);
    words.clear();
    return true;
  };

  for (const { name, body, arity } of known) {
    const table = new TermTable();
    const read = readTerm(body, table, { arguments: true });
    if (read.ok) add({ table, body: read.value, arity }, name);
  }

  return {
    definitions,
    types,
    accepts: (candidate) => {
      const defined = define(candidate);
      return defined !== undefined && (!firstOrder || isFirstOrder(defined.type, candidate.arity));
    },
    onAbstraction: (candidate, name) => {
      if (!add(candidate, name)) throw new InternalError(`${name} was taken, but has no type`);
    },
  };
}

/** A file may claim any arity for an abstraction that is known. */
const MAX_ARITY = 1000;

/** Are the arguments no functions, and is what is left when they are given? */
function isFirstOrder(type: Type, arity: number): boolean {
  const { parameters } = splitFunctionType(type);
  return parameters.length === arity && !parameters.some(isArrow);
}

/** A node as a term of a domain, `#0` as the outermost of `arity` lambdas; undefined: it has a tag or a word that the domain lacks. */
function toTerm(
  table: TermTable,
  root: number,
  arity: number,
  wordOf: (word: string) => Term | undefined,
): Term | undefined {
  const results: Term[] = [];
  const work = [{ node: root, lambdas: 0, built: false }];
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    const { node, lambdas, built } = item;
    const left = table.left(node);
    const right = table.right(node);
    switch (table.kind(node)) {
      case NODE.lambda:
        if (right !== NO_TAG) return undefined;
        if (built) results.push(lambda(results.pop() as Term));
        else
          work.push({ ...item, built: true }, { node: left, lambdas: lambdas + 1, built: false });
        break;
      case NODE.application:
        if (built) {
          const argument = results.pop() as Term;
          results.push({ kind: "application", function: results.pop() as Term, argument });
        } else {
          work.push({ ...item, built: true });
          work.push({ node: right, lambdas, built: false }, { node: left, lambdas, built: false });
        }
        break;
      case NODE.variable:
        if (right !== NO_TAG) return undefined;
        results.push(variable(left));
        break;
      case NODE.argument:
        if (left >= arity) return undefined;
        results.push(variable(arity - 1 - left + lambdas));
        break;
      case NODE.primitive: {
        const word = wordOf(table.name(left));
        if (word === undefined) return undefined;
        results.push(word);
        break;
      }
      case NODE.captured:
        return undefined;
    }
  }
  return results[0];
}

/** What is wrong with programs of a corpus that have no type in the domain, each with its place. */
export function typeErrors(
  { table, roots }: Corpus,
  domain: Domain,
  file: string,
  { definitions }: Pick<TypedLibrary, "definitions"> = { definitions: [] },
): readonly SourceError[] {
  const errors: SourceError[] = [];
  const extended = withDefinitions(domain, definitions);
  for (const [index, root] of roots.entries()) {
    const parsed = readTyped(printNode(table, root), extended, `${file}, program ${index + 1}`);
    if (!parsed.ok) errors.push(parsed.error);
    if (errors.length === MAX_ERRORS) break;
  }
  return errors;
}

const MAX_ERRORS = 20;

const readTyped = (text: string, domain: Domain, file: string) =>
  parseTypedTerm(text, domain, { file, infix: false });

export interface MeaningOptions {
  /** Inputs that each program is run on; 20 when absent. */
  readonly runs?: number;
  readonly seed: number;
}

/**
 * Runs every program and its rewritten form on random inputs and compares. The rewriting is right by
 * construction, and checked by writing calls out; this checks that the evaluator agrees.
 *
 * @returns the number of the first program (from 1) that means something else, with the inputs; undefined: none
 */
export function findChangedMeaning(
  compression: Compression,
  domain: Domain,
  { definitions }: TypedLibrary,
  { runs = 20, seed }: MeaningOptions,
): { readonly program: number; readonly inputs: readonly string[] } | undefined {
  const extended = withDefinitions(domain, definitions);
  for (const [index, text] of compression.original.entries()) {
    const before = readTyped(text, extended, "");
    const after = readTyped(compression.rewritten[index] as string, extended, "");
    if (!before.ok || !after.ok) throw new InternalError(`program ${index + 1} has lost its type`);
    const type = instancesOf(before.value.inference.type, domain)[0] as Type;
    const sorts = splitFunctionType(type).parameters.map((parameter) => sortOf(parameter, domain));
    const first = compile(before.value.term, extended);
    const second = compile(after.value.term, extended);
    const draws = fc.sample(fc.tuple(...sorts.map(({ values }) => values)), {
      numRuns: sorts.length === 0 ? 1 : runs,
      seed,
    });
    for (const drawn of draws) {
      const inputs = drawn.map(({ value }) => value);
      const expected = first.run(...inputs);
      const got = second.run(...inputs);
      // Calls of an abstraction have fuel and depth of their own.
      const limits = [first.lastFault()?.kind, second.lastFault()?.kind];
      if (limits.includes("fuel") || limits.includes("depth")) continue;
      if (typeof expected === "function" && typeof got === "function") continue;
      if (!equalValues(expected, got)) {
        return { program: index + 1, inputs: drawn.map(({ text: shown }) => shown) };
      }
    }
  }
  return undefined;
}
