import { parseTerm } from "../../src/dsl/parseTerm.ts";
import { parseType } from "../../src/dsl/parseType.ts";
import { selectProductions } from "../../src/dsl/selectProductions.ts";
import type { Term } from "../../src/dsl/term.ts";
import type { Type } from "../../src/dsl/type.ts";
import type { HeadProduction } from "../../src/dsl/weightedGrammar.ts";
import type { Result } from "../../src/support/result.ts";
import { list } from "../../src/domains/list/list.ts";

const value = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

/** A type of the test's own text. */
export const typeOf = (text: string): Type => value(parseType(text));

/** A term of the list domain. */
export const termOf = (text: string): Term => value(parseTerm(text, { domain: list })).term;

/** Productions of the list domain: names separated by blanks. */
export const productionsOf = (names: string): readonly HeadProduction[] =>
  value(selectProductions(names.split(" "), list));
