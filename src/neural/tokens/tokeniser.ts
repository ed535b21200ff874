import type { Domain } from "../../dsl/domain.ts";
import { foldType } from "../../dsl/typed.ts";
import type { Type } from "../../dsl/type.ts";
import type { Datum, Token } from "../../dsl/valueType.ts";
import { datumTokens } from "./datumTokens.ts";

/** Reads values of a type as tokens. */
export type Tokeniser = (value: unknown) => readonly Token[];

/** The tokeniser of a type, made of those of its constructors' records. */
export const tokeniserOf = (type: Type, domain: Pick<Domain, "types">): Tokeniser =>
  foldType<Tokeniser>(type, domain, {
    constructor: (record, parts) => {
      if (record.tokens !== undefined) {
        return (value) => record.tokens?.(value, parts) ?? [];
      }
      return (value) => {
        // Where the parameters' values stand in the datum, their own tokens do.
        const known = new Map<Datum, readonly Token[]>();
        const writers = parts.map((tokens) => (part: unknown): Datum => {
          const place: Datum = {};
          known.set(place, tokens(part));
          return place;
        });
        return datumTokens(record.write(value, writers), known);
      };
    },
    variable: () => (value) => datumTokens(value as Datum),
    // A function shows nothing of itself.
    function: () => () => ["->"],
  });
