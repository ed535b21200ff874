import { type Definition, withDefinitions } from "../dsl/definition.ts";
import type { Domain } from "../dsl/domain.ts";
import { betaNormal, etaLong } from "../dsl/normalForm.ts";
import { parseTypedTerm } from "../dsl/parseTerm.ts";
import { printSexpr } from "../dsl/printSexpr.ts";
import { type Term, children, size } from "../dsl/term.ts";
import { InternalError } from "../support/internalError.ts";
import { type Abstraction, type Candidate, type Progress, compressing } from "./compress.ts";
import { corpusOf } from "./corpus.ts";
import { exposeFunctions } from "./exposeFunctions.ts";
import { NODE } from "./termTable.ts";
import { createTypedLibrary } from "./typedLibrary.ts";

export interface LearnLibraryOptions {
  /** What the programs may call besides the domain's primitives: earlier abstractions and definitions. */
  readonly known: readonly Definition[];
  /** Abstractions that are learned, at most. */
  readonly abstractions: number;
  /** Arguments of an abstraction, at most. */
  readonly maxArity: number;
  /** `compress`'s; `utility` when absent. */
  readonly stopWhen?: "utility" | "description-length";
  /** Names that no abstraction may get. */
  readonly taken?: ReadonlySet<string>;
  /** Are functions within lambdas to be found too (`exposeFunctions`)? True when absent. */
  readonly expose?: boolean;
  readonly shouldStop?: () => boolean;
}

/** An abstraction with what is known of it. */
export interface LearnedAbstraction extends Definition {
  /** A name that its body suggests, for people. */
  readonly proposedName: string;
  /** What it saved less what its body costs, when it was learned. */
  readonly utility: number;
  /** Places of the rewritten programs, and of later abstractions, that call it. */
  readonly calls: number;
}

export interface LearnedLibrary {
  /** Each may call those before it. */
  readonly abstractions: readonly LearnedAbstraction[];
  /** By task and program, as they were given: what each program is with the library; undefined: it is too large. */
  readonly programs: readonly (readonly (Term | undefined)[])[];
  /** Of the programs, the cheapest of each task, before and after (`compress`). */
  readonly originalCost: number;
  readonly finalCost: number;
  /** False: the search was stopped, and better abstractions may exist. */
  readonly complete: boolean;
}

/**
 * Learns a library from programs, several of one task being a choice, and rewrites them with it. The
 * library is learned anew: what the programs call is written out before, so that an early abstraction
 * stays only as long as it is worth it. One that was there before keeps its name.
 *
 * @param tasks by task, its programs: closed terms that have a type in the domain with `known`
 */
export function* learnLibrary(
  tasks: readonly (readonly Term[])[],
  domain: Domain,
  options: LearnLibraryOptions,
): Generator<Progress, LearnedLibrary> {
  const { known, expose = true, shouldStop } = options;
  const bodies = new Map(known.map(({ name, body }) => [name, body]));
  /** By program of the corpus, whose form it is. */
  const origins: { readonly task: number; readonly program: number }[] = [];
  const texts: { readonly text: string; readonly task: string }[] = [];
  const rewritten: (Term | undefined)[][] = tasks.map((own) => own.map(() => undefined));
  for (const [task, programs] of tasks.entries()) {
    for (const [program, term] of programs.entries()) {
      const normal = betaNormal(term, bodies);
      if (normal === undefined) continue;
      const plain = etaLong(normal, domain);
      const forms = [plain, ...(expose ? [exposeFunctions(plain)] : [])].map((form) =>
        printSexpr(form, domain, { lambda: "lam", bareOperators: true }),
      );
      for (const text of new Set(forms)) {
        if (!parseTypedTerm(text, domain, { infix: false }).ok) continue;
        origins.push({ task, program });
        texts.push({ text, task: String(task) });
      }
    }
  }
  const corpus = corpusOf(texts);
  if (!corpus.ok) throw new InternalError("a program that was printed is not read");
  const typed = createTypedLibrary(domain);
  const compression = yield* compressing(corpus.value, {
    iterations: options.abstractions,
    maxArity: options.maxArity,
    curriedBodies: false,
    stopWhen: options.stopWhen ?? "utility",
    prefix: PROVISIONAL,
    accepts: (candidate) => isWorthwhile(candidate) && typed.accepts(candidate),
    onAbstraction: typed.onAbstraction,
    ...(shouldStop === undefined ? {} : { shouldStop }),
  });

  const names = finalNames(typed.definitions, domain, options);
  const renamed = (term: Term): Term => rename(term, names);
  const extended = withDefinitions(
    domain,
    typed.definitions.map((one) => ({ ...one, name: names.get(one.name) as string })),
  );
  const tidy = (term: Term): Term => {
    const normal = betaNormal(renamed(term));
    if (normal === undefined) throw new InternalError("a rewritten program has no normal form");
    return etaLong(normal, extended);
  };
  const within = withDefinitions(domain, typed.definitions);
  const best = new Map<string, number>();
  for (const [index, text] of compression.rewritten.entries()) {
    const { task, program } = origins[index] as (typeof origins)[number];
    const parsed = parseTypedTerm(text, within, { infix: false });
    if (!parsed.ok) throw new InternalError(`a rewritten program has no type: ${text}`);
    const term = tidy(parsed.value.term);
    const key = `${task} ${program}`;
    const length = size(term);
    if (length >= (best.get(key) ?? Infinity)) continue;
    best.set(key, length);
    (rewritten[task] as Term[])[program] = term;
  }
  const definitions = typed.definitions.map(({ name, type, body }) => ({
    name: names.get(name) as string,
    type,
    body: tidy(body),
  }));
  const calls = callCounts([
    ...rewritten.flat().filter((term) => term !== undefined),
    ...definitions.map(({ body }) => body),
  ]);
  return {
    abstractions: definitions.map((definition, index) => {
      const { utility, ...found } = compression.abstractions[index] as Abstraction;
      const proposedName = found.proposedName.replace(
        PROVISIONAL_NAME,
        (name) => names.get(name) ?? name,
      );
      return { ...definition, proposedName, utility, calls: calls.get(definition.name) ?? 0 };
    }),
    programs: rewritten,
    originalCost: compression.originalCost,
    finalCost: compression.finalCost,
    complete: compression.stop !== "stopped",
  };
}

/**
 * Primitives and literals that a body has at least. A smaller one shortens programs by so little that
 * it is not worth what a search spends on one more primitive.
 */
const LEAST_SYMBOLS = 3;

/**
 * Has a body enough in it, and does it call its arguments on nothing but variables, as in Miller's
 * patterns (1991)? What has an argument for an operator, as `\f x -> f 1 (x + x)`, shortens programs,
 * but is of no use to a search.
 */
function isWorthwhile({ table, body }: Candidate): boolean {
  let symbols = 0;
  const work = [body];
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    const kind = table.kind(node);
    if (kind === NODE.primitive) symbols++;
    else if (kind === NODE.lambda) work.push(table.left(node));
    else if (kind === NODE.application) {
      let plain = true;
      let head = node;
      for (; table.kind(head) === NODE.application; head = table.left(head)) {
        const argument = table.right(head);
        plain &&= table.kind(argument) === NODE.variable;
        work.push(argument);
      }
      if (table.kind(head) === NODE.argument && !plain) return false;
      work.push(head);
    }
  }
  return symbols >= LEAST_SYMBOLS;
}

/** What abstractions are called until it is known which of them were there before. */
const PROVISIONAL = "fn-new-";
const PROVISIONAL_NAME = /fn-new-\d+/g;

/** A known abstraction's name for the same body, written out; else the next free `fn_N`. */
function finalNames(
  learned: readonly Definition[],
  domain: Domain,
  { known, taken = new Set() }: LearnLibraryOptions,
): ReadonlyMap<string, string> {
  const keys = writtenOut(known, domain);
  const before = new Map(known.map(({ name }, index) => [keys[index], name]));
  const used = new Set([...taken, ...domain.primitives.keys(), ...known.map(({ name }) => name)]);
  const names = new Map<string, string>();
  let number = 0;
  for (const [index, key] of writtenOut(learned, domain).entries()) {
    const { name } = learned[index] as Definition;
    let own = before.get(key);
    before.delete(key);
    if (own === undefined) {
      while (used.has(`fn_${number}`)) number++;
      own = `fn_${number++}`;
    }
    names.set(name, own);
  }
  return names;
}

/** Texts that definitions of the same meaning-by-form share. */
function writtenOut(definitions: readonly Definition[], domain: Domain): readonly string[] {
  const bodies = new Map<string, Term>();
  return definitions.map(({ name, body }) => {
    const normal = betaNormal(body, bodies) ?? body;
    bodies.set(name, normal);
    return printSexpr(etaLong(normal, domain), domain);
  });
}

function rename(term: Term, names: ReadonlyMap<string, string>): Term {
  switch (term.kind) {
    case "primitive": {
      const name = names.get(term.name);
      return name === undefined ? term : { ...term, name };
    }
    case "lambda":
    case "inline":
      return { ...term, body: rename(term.body, names) };
    case "application":
      return {
        ...term,
        function: rename(term.function, names),
        argument: rename(term.argument, names),
      };
    case "variable":
    case "literal":
    case "hole":
      return term;
  }
}

/** How often terms mention each primitive. */
export function callCounts(terms: readonly Term[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const visit = (term: Term): void => {
    if (term.kind === "primitive") counts.set(term.name, (counts.get(term.name) ?? 0) + 1);
    for (const child of children(term)) visit(child);
  };
  for (const term of terms) visit(term);
  return counts;
}
