import { nearest } from "../support/nearest.ts";
import { type Result, failure, success } from "../support/result.ts";
import { type Domain, findPrimitive, typeProblem } from "./domain.ts";
import { parseTerm } from "./parseTerm.ts";
import { printLiteral } from "./printAtom.ts";
import { operatorPrimitive } from "./sugar.ts";
import type { HeadProduction } from "./weightedGrammar.ts";

/** The text that `selectProductions` reads a production from. */
export const productionText = ({ term }: HeadProduction, domain: Domain): string =>
  term.kind === "primitive" ? term.name : printLiteral(term, domain);

/**
 * The productions that texts name: a primitive by its name, alias or operator, and anything that reads
 * as a literal (`0`, `"-"`, `#x0001`), whether the domain lists it or not.
 *
 * @returns one production a text, or one sentence on the first that names none or names one again
 */
export function selectProductions(
  texts: readonly string[],
  domain: Domain,
): Result<readonly HeadProduction[], string> {
  const productions: HeadProduction[] = [];
  const seen = new Set<string>();
  for (const text of texts) {
    const production = productionOf(text, domain);
    if (production === undefined) {
      const suggestion = nearest(text, domain.primitives.keys());
      const hint = suggestion === undefined ? "" : `; did you mean \`${suggestion}\`?`;
      return failure(
        `\`${text}\` is neither a primitive of domain "${domain.name}" nor a literal of its types${hint}`,
      );
    }
    const key = productionText(production, domain);
    if (seen.has(key)) return failure(`\`${key}\` is named twice`);
    seen.add(key);
    productions.push(production);
  }
  return success(productions);
}

function productionOf(text: string, domain: Domain): HeadProduction | undefined {
  const primitive = findPrimitive(domain, text) ?? operatorPrimitive(domain, text);
  if (primitive !== undefined) {
    return { term: { kind: "primitive", name: primitive.name }, type: primitive.type };
  }
  const parsed = parseTerm(text, { domain });
  if (!parsed.ok || parsed.value.term.kind !== "literal") return undefined;
  const { term } = parsed.value;
  return typeProblem(term.type, domain.types) === undefined ? { term, type: term.type } : undefined;
}
