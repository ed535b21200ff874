import { micro } from "../../domains/micro/micro.ts";
import { infer } from "../../dsl/infer.ts";
import { shift } from "../../dsl/shift.ts";
import {
  type Term,
  apply,
  children,
  lambda,
  literal,
  primitiveReference,
  spine,
  variable,
} from "../../dsl/term.ts";
import { INT, type Type, equalTypes, printType, splitFunctionType } from "../../dsl/type.ts";
import { type Result, failure, success } from "../../support/result.ts";
import { InternalError } from "../../support/internalError.ts";
import { STACK_DEPTH, Stacks, isProgram } from "./stacks.ts";
import { NOP, TOKENS, type Token, tokenNumber } from "./tokens.ts";

/** Why a term is no program of tokens: one sentence without a full stop, and the subterm at fault. */
export interface Untranslatable {
  readonly message: string;
  readonly term: Term;
}

/** Functions of one value that are tokens with `map` or `filter`. */
const FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ["map inc", "map-inc"],
  ["map dbl", "map-dbl"],
  ["map neg", "map-neg"],
  ["filter even?", "filter-even"],
  ["filter positive?", "filter-positive"],
]);

const functionOf = new Map(
  [...FUNCTIONS].map(([text, name]) => [name, text.split(" ") as [string, string]]),
);

/** Functions of one value and a number from outside. */
const WITH_NUMBER: ReadonlyMap<string, string> = new Map([
  ["map add", "map-add"],
  ["filter gt", "filter-gt"],
]);

const withNumberOf = new Map(
  [...WITH_NUMBER].map(([text, name]) => [name, text.split(" ") as [string, string]]),
);

/**
 * The term of domain `micro` that a program of tokens is: `\xs -> ...` in the form that `tokensOf`
 * reads back as the same tokens, without those that do nothing. Throws for tokens that are no program.
 */
export function termOf(tokens: ArrayLike<number>): Term {
  if (!isProgram(tokens)) throw new InternalError("these tokens are no program");
  const stack: Term[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const number = tokens[i] as number;
    if (number === NOP) continue;
    const token = TOKENS[number] as Token;
    const args = stack.splice(stack.length - token.takes.length);
    stack.push(termOfToken(token.name, args));
  }
  return lambda(stack[0] as Term, "xs");
}

function termOfToken(name: string, args: readonly Term[]): Term {
  if (name === "x") return variable(0);
  if (/^\d$/.test(name)) return literal(Number(name), INT);
  const function_ = functionOf.get(name);
  if (function_ !== undefined) {
    const [over, of] = function_;
    return apply(primitiveReference(over), primitiveReference(of), ...args);
  }
  const withNumber = withNumberOf.get(name);
  if (withNumber !== undefined) {
    const [over, of] = withNumber;
    const [number, list] = args as [Term, Term];
    const body = apply(primitiveReference(of), variable(0), shift(number, 1));
    return apply(primitiveReference(over), lambda(body, "x"), list);
  }
  if (name === "zip-add") {
    return apply(primitiveReference("zip-with"), primitiveReference("add"), ...args);
  }
  return apply(primitiveReference(name), ...args);
}

/**
 * The tokens of a term of domain `micro`, a function of one list, in postfix order; at most `longest`.
 * Functions are read up to eta: `map (\x -> inc x)` is `map inc`, and `sum` is `\xs -> sum xs`.
 */
export function tokensOf(term: Term, longest: number): Result<readonly number[], Untranslatable> {
  const inferred = infer(term, micro);
  if (!inferred.ok) return failure(inferred.error);
  const { parameters } = splitFunctionType(inferred.value.type);
  if (parameters.length !== 1 || !isListOfIntegers(parameters[0] as Type)) {
    const type = printType(inferred.value.type);
    return failure({ message: `it is no function of one list, its type is \`${type}\``, term });
  }
  const body = term.kind === "lambda" ? term.body : apply(shift(term, 1), variable(0));
  const ended: Ended[] = [];
  const problem = translate(body, ended);
  if (problem !== undefined) return failure(problem);
  if (ended.length > longest) {
    const message = `it has ${ended.length} tokens and the network reads ${longest}`;
    return failure({ message, term });
  }
  let stack = Stacks.EMPTY;
  for (const { token, term: part } of ended) {
    const next = Stacks.after(stack, token);
    if (next < 0) {
      // The term is well-typed, so this is for want of room: truth values as branches need it too.
      const message = `here it holds more than ${STACK_DEPTH} values at a time`;
      return failure({ message, term: part });
    }
    stack = next;
  }
  return Stacks.result(stack) === undefined
    ? failure({ message: "its result is no list or integer", term })
    : success(ended.map(({ token }) => token));
}

/** A type that a list of integers has: principal types have variables for what is not used. */
const isListOfIntegers = (type: Type): boolean => {
  if (type.kind === "variable") return true;
  const [element] = type.arguments;
  return (
    type.name === "list" &&
    element !== undefined &&
    (element.kind === "variable" || equalTypes(element, INT))
  );
};

/** A token and the term that ends with it. */
interface Ended {
  readonly token: number;
  readonly term: Term;
}

/** A token and the terms that it takes from the stack. */
interface Instruction {
  readonly token: string;
  readonly arguments: readonly Term[];
}

function translate(term: Term, ended: Ended[]): Untranslatable | undefined {
  const instruction = instructionOf(term);
  if (typeof instruction === "string") return { message: instruction, term };
  for (const argument of instruction.arguments) {
    const problem = translate(argument, ended);
    if (problem !== undefined) return problem;
  }
  ended.push({ token: tokenNumber(instruction.token), term });
  return undefined;
}

/** The instruction that a term ends with, or why there is none. */
function instructionOf(term: Term): Instruction | string {
  const { head, arguments: args } = spine(term);
  if (head.kind === "variable" && args.length === 0 && head.index === 0) {
    return { token: "x", arguments: [] };
  }
  if (head.kind === "literal" && typeof head.value === "number" && args.length === 0) {
    const token = String(head.value);
    return PLAIN.has(token) ? { token, arguments: [] } : `no token stands for ${token}`;
  }
  if (head.kind !== "primitive") return `no token stands for this ${head.kind}`;
  const [first, second, third] = args;
  if (
    head.name === "zip-with" &&
    first !== undefined &&
    second !== undefined &&
    third !== undefined
  ) {
    return nameOfFunction(first, 2) === "add"
      ? { token: "zip-add", arguments: [second, third] }
      : "no token stands for this function";
  }
  if (
    (head.name === "map" || head.name === "filter") &&
    first !== undefined &&
    second !== undefined
  ) {
    const plain = FUNCTIONS.get(`${head.name} ${nameOfFunction(first, 1)}`);
    if (plain !== undefined) return { token: plain, arguments: [second] };
    const found = functionWithNumber(first);
    const token = found && WITH_NUMBER.get(`${head.name} ${found.name}`);
    if (found === undefined || token === undefined) return "no token stands for this function";
    return { token, arguments: [found.number, second] };
  }
  return PLAIN.has(head.name) && args.length === TOKENS[tokenNumber(head.name)]?.takes.length
    ? { token: head.name, arguments: args }
    : `no token stands for this use of ${head.name}`;
}

/** Tokens that are called as what they stand for. */
const PLAIN: ReadonlySet<string> = new Set(
  TOKENS.map(({ name }) => name).filter(
    (name) => name !== "nop" && name !== "x" && name !== "zip-add" && !/^(map|filter)-/.test(name),
  ),
);

/** The primitive that a function is, written as itself or as `\x y -> f x y`. */
function nameOfFunction(term: Term, parameters: number): string | undefined {
  let body = term;
  for (let i = 0; i < parameters && body.kind === "lambda"; i++) body = body.body;
  const { head, arguments: args } = spine(body);
  if (head.kind !== "primitive") return undefined;
  const given = body === term ? 0 : parameters;
  const inOrder = args.every((a, i) => a.kind === "variable" && a.index === given - 1 - i);
  return args.length === given && inOrder ? head.name : undefined;
}

/** `\x -> f x n` with an `n` that does not mention x, or a sum the other way round. */
function functionWithNumber(term: Term): { name: string; number: Term } | undefined {
  if (term.kind !== "lambda") return undefined;
  const { head, arguments: args } = spine(term.body);
  const [left, right] = args;
  if (head.kind !== "primitive" || args.length !== 2 || left === undefined || right === undefined) {
    return undefined;
  }
  const [x, number] = head.name === "add" && !isParameter(left) ? [right, left] : [left, right];
  if (!isParameter(x) || mentionsParameter(number, 0)) return undefined;
  return { name: head.name, number: shift(number, -1) };
}

const isParameter = (term: Term): boolean => term.kind === "variable" && term.index === 0;

const mentionsParameter = (term: Term, depth: number): boolean =>
  term.kind === "variable"
    ? term.index === depth
    : children(term).some((child) =>
        mentionsParameter(child, term.kind === "lambda" ? depth + 1 : depth),
      );
