import type { Domain } from "../dsl/domain.ts";
import { printLiteral } from "../dsl/printAtom.ts";
import { printType } from "../dsl/type.ts";
import { digest } from "./taskKeys.ts";

/**
 * A digest of what a search finds in a domain: another one is another language, in which what was
 * learned may mean something else. The meaning of a primitive counts by the text of its function.
 */
export const domainFingerprint = (domain: Domain): string =>
  digest({
    name: domain.name,
    types: [...domain.types.keys()],
    primitives: [...domain.primitives.values()].map(({ name, type, evaluate }) => [
      name,
      printType(type),
      evaluate.toString(),
    ]),
    literals: domain.literals.map((literal) => printLiteral(literal, domain)),
    unsearched: [...domain.unsearched],
    limits: domain.limits,
  });
