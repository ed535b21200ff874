import { type Domain, findPrimitive } from "../dsl/domain.ts";
import { type Primitive, isWordLike } from "../dsl/primitive.ts";
import { type Term, spine, splitLambdas } from "../dsl/term.ts";
import { type Type, splitFunctionType } from "../dsl/type.ts";
import { highHalf, isWord, lowHalf } from "../interp/wordHalves.ts";
import { callsOf } from "./callable.ts";

/**
 * A primitive on words as two halves, as a piece of JavaScript for the search's loops: statements
 * that compute the result from variables `p0l` and `p0h` (a word), `p1` (anything else), and so on by
 * parameter. All names in it are ours, and the only constants halves of words.
 */
export interface WordCode {
  /** For each parameter: is it a word? */
  readonly words: readonly boolean[];
  readonly statements: string;
  readonly result: Value;
  /** The values of the names `k0`, `k1`, … */
  readonly constants: readonly unknown[];
}

/** Expressions without effects. */
export type Value =
  | { readonly kind: "word"; readonly low: string; readonly high: string }
  | { readonly kind: "other"; readonly text: string };

/** Calls that a definition may make when its body is put into a loop. */
const LONGEST = 100;

/**
 * The code of a primitive that has `halves`, or of a first-order definition made of such; undefined
 * for any other. Holds where each type variable stands for `word`.
 */
export function wordCodeOf(primitive: Primitive, domain: Domain): WordCode | undefined {
  const { parameters } = splitFunctionType(primitive.type);
  const lines: string[] = [];
  const constants: unknown[] = [];
  const args = parameters.map((type, i): Value => {
    if (isWordLike(type)) return { kind: "word", low: `p${i}l`, high: `p${i}h` };
    return { kind: "other", text: `p${i}` };
  });
  const result =
    primitive.body === undefined
      ? emitCall(primitive, args, lines, constants)
      : callsOf(primitive, domain) <= LONGEST
        ? emitBody(primitive, primitive.body, args, domain, lines, constants)
        : undefined;
  if (result === undefined) return undefined;
  const words = args.map(({ kind }) => kind === "word");
  return { words, statements: lines.join("\n"), result, constants };
}

/** A predicate of words as a function of the two halves, if it has such code. */
export function wordPredicate(
  primitive: Primitive,
  domain: Domain,
): ((low: number, high: number) => boolean) | undefined {
  const code = wordCodeOf(primitive, domain);
  if (code === undefined || code.words.length !== 1 || code.words[0] !== true) return undefined;
  if (code.result.kind !== "other") return undefined;
  // oxlint-disable-next-line typescript/no-implied-eval -- the text is ours: see `WordCode`
  const make = new Function(
    ...code.constants.map((_, i) => `k${i}`),
    `"use strict"; return (p0l, p0h) => { ${code.statements}\nreturn ${code.result.text}; };`,
  ) as (...constants: readonly unknown[]) => (low: number, high: number) => boolean;
  return make(...code.constants);
}

function emitCall(
  { halves }: Primitive,
  args: readonly Value[],
  lines: string[],
  constants: unknown[],
): Value | undefined {
  if (halves === undefined) return undefined;
  const list = args.map((v) => (v.kind === "word" ? `${v.low}, ${v.high}` : v.text)).join(", ");
  const call = (part: (...args: never[]) => unknown): string => {
    const name = `t${lines.length}`;
    lines.push(`const ${name} = k${constants.push(part) - 1}(${list});`);
    return name;
  };
  if ("value" in halves) return { kind: "other", text: call(halves.value) };
  return { kind: "word", low: call(halves.low), high: call(halves.high) };
}

/** Adds the code of a definition's body: words, truth values, and nothing that may fault. */
function emitBody(
  definition: Primitive,
  term: Term,
  given: readonly Value[],
  domain: Domain,
  lines: string[],
  constants: unknown[],
): Value | undefined {
  const { count, body } = splitLambdas(term);
  if (count !== given.length) return undefined;
  if (![...typesOf(definition)].every(isWordOrBool)) return undefined;

  const emit = (t: Term): Value | undefined => {
    const { head, arguments: args } = spine(t);
    if (head.kind === "variable" && args.length === 0) return given[count - 1 - head.index];
    if (head.kind === "literal" && args.length === 0) {
      if (typeof head.value === "boolean") return { kind: "other", text: String(head.value) };
      if (!isWord(head.value)) return undefined;
      return { kind: "word", low: `${lowHalf(head.value)}`, high: `${highHalf(head.value)}` };
    }
    const called = head.kind === "primitive" ? findPrimitive(domain, head.name) : undefined;
    if (called === undefined || called.arity !== args.length) return undefined;
    const values = args.map((argument) => emit(argument));
    if (!values.every((value) => value !== undefined)) return undefined;
    if (called.conditional === true) return choice(values, lines);
    const { parameters, result } = splitFunctionType(called.type);
    const fits = parameters.every((type, i) => isWordLike(type) === (values[i]?.kind === "word"));
    if (!fits) return undefined;
    if (called.body !== undefined) {
      return emitBody(called, called.body, values, domain, lines, constants);
    }
    if (called.halves !== undefined) {
      if (![...typesOf(called)].every((type) => isWordLike(type) || isBool(type))) return undefined;
      return emitCall(called, values, lines, constants);
    }
    if (called.faults !== undefined || ![...parameters, result].every(isBool)) return undefined;
    const list = values.map((value) => (value as { text: string }).text).join(", ");
    const name = `t${lines.length}`;
    lines.push(`const ${name} = k${constants.push(called.evaluate) - 1}(${list});`);
    return { kind: "other", text: name };
  };

  return emit(body);
}

/** A choice between two values, both computed: nothing that is not chosen can fault. */
function choice(values: readonly Value[], lines: string[]): Value | undefined {
  const [condition, left, right] = values as readonly [Value, Value, Value];
  if (condition.kind !== "other") return undefined;
  const chosen = (a: string, b: string): string => {
    const name = `t${lines.length}`;
    lines.push(`const ${name} = ${condition.text} ? ${a} : ${b};`);
    return name;
  };
  if (left.kind === "word" && right.kind === "word") {
    return { kind: "word", low: chosen(left.low, right.low), high: chosen(left.high, right.high) };
  }
  if (left.kind === "word" || right.kind === "word") return undefined;
  return { kind: "other", text: chosen(left.text, right.text) };
}

function typesOf({ type }: Primitive): readonly Type[] {
  const { parameters, result } = splitFunctionType(type);
  return [...parameters, result];
}

const isBool = (type: Type): boolean => type.kind === "constructor" && type.name === "bool";
const isWordOrBool = (type: Type): boolean =>
  isBool(type) || (type.kind === "constructor" && type.name === "word");
