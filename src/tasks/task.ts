import type { TermGrammar } from "../dsl/grammar.ts";
import type { Definition } from "../dsl/definition.ts";
import type { Type } from "../dsl/type.ts";

/** What a program must do on one input. Values are of the request's types. */
export interface Example {
  readonly inputs: readonly unknown[];
  readonly output: unknown;
}

/** A function asked for by examples. Plain data: it travels to worker processes as it is. */
export interface Task {
  readonly name: string;
  /** Path of the file it came from, as the user gave it, and the line in it. */
  readonly file: string;
  readonly line?: number;
  /** Name of a shipped domain, or path of a module that exports one. */
  readonly domain: string;
  readonly request: Type;
  readonly examples: readonly Example[];
  /** Never shown to the search; a program that passes them generalises. */
  readonly holdout: readonly Example[];
  /** Names for the parameters, outermost first, when the file gives them. */
  readonly parameters?: readonly string[];
  /** What the file calls the function, where it gives it a name of its own, as SyGuS files do. */
  readonly functionName?: string;
  /** Definitions that the file adds to the domain, each using only those before it. */
  readonly definitions: readonly Definition[];
  /** The grammar to search when the file brings one; else all the domain's productions. */
  readonly grammar?: TermGrammar;
}
