/** The type of what a token takes or leaves on the stack; `same` is the type of the other branch. */
export type StackType = "list" | "int" | "bool";

/** One instruction of a stack machine over values of the domain `micro`. */
export interface Token {
  readonly name: string;
  /** What it takes from the stack, the deepest first; `same` any one type but `bool`. */
  readonly takes: readonly (StackType | "same")[];
  /** What it leaves there; absent for the token that does nothing. */
  readonly gives?: StackType | "same";
}

const token = (name: string, takes: Token["takes"], gives: Token["gives"]): Token =>
  gives === undefined ? { name, takes } : { name, takes, gives };

/**
 * The instructions: a program in postfix order, arguments as the terms of the domain have them. A
 * function argument is part of its token: `map-inc` is `map inc`, and `map-add` and `filter-gt` are
 * `map (\x -> x + n)` and `filter (\x -> x > n)`, which take the number n from the stack.
 */
export const TOKENS: readonly Token[] = [
  token("nop", [], undefined),
  token("x", [], "list"),
  token("0", [], "int"),
  token("1", [], "int"),
  token("2", [], "int"),
  token("3", [], "int"),
  token("map-inc", ["list"], "list"),
  token("map-dbl", ["list"], "list"),
  token("map-neg", ["list"], "list"),
  token("filter-even", ["list"], "list"),
  token("filter-positive", ["list"], "list"),
  token("rev", ["list"], "list"),
  token("sort", ["list"], "list"),
  token("head", ["list"], "int"),
  token("last", ["list"], "int"),
  token("sum", ["list"], "int"),
  token("max", ["list"], "int"),
  token("min", ["list"], "int"),
  token("len", ["list"], "int"),
  token("take", ["int", "list"], "list"),
  token("drop", ["int", "list"], "list"),
  token("zip-add", ["list", "list"], "list"),
  token("add", ["int", "int"], "int"),
  token("sub", ["int", "int"], "int"),
  token("gt", ["int", "int"], "bool"),
  token("map-add", ["int", "list"], "list"),
  token("filter-gt", ["int", "list"], "list"),
  token("if", ["bool", "same", "same"], "same"),
];

/** The token that does nothing, with which short programs are filled up. */
export const NOP = 0;

const numbers = new Map(TOKENS.map(({ name }, number) => [name, number]));

/** The number of a token by its name; throws for a name that is none: it is code, not data. */
export function tokenNumber(name: string): number {
  const number = numbers.get(name);
  if (number === undefined) throw new Error(`no token is called "${name}"`);
  return number;
}

/** Is it an operation, rather than a value or nothing? Programs are counted in these. */
export const isOperation = (number: number): boolean => (TOKENS[number] as Token).takes.length > 0;

/** Token names in order, for people: `x map-inc sum`. */
export const printTokens = (tokens: ArrayLike<number>): string =>
  Array.from(tokens, (number) => (TOKENS[number] as Token).name).join(" ");
