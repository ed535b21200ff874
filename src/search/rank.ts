import { type Domain, findPrimitive } from "../dsl/domain.ts";
import type { Primitive } from "../dsl/primitive.ts";
import { type Term, children, spine } from "../dsl/term.ts";
import { equalTypes, splitFunctionType } from "../dsl/type.ts";

/** Added for each conditional: branches fit examples easily. */
const CONDITIONAL = 4;
/** Added for a call that only changes between types, as number and text: what it hides is mostly luck. */
const CONVERSION = 4;
/** Added for a call all of whose arguments are constants: a constant in disguise. */
const CONSTANT_CALL = 2;
/** Added for a parameter that is not used. */
const UNUSED = 2;

/**
 * How unlikely a program is to be what the examples mean, from its form alone: smaller is better. A
 * rough description length: one for each node, more for numbers far from 0, for branches, for
 * conversions and for constants computed from constants.
 *
 * @param body the body of a function of `arity` parameters
 */
export function rankOf(body: Term, arity: number, domain: Domain): number {
  const used = new Set<number>();
  const visit = (term: Term, depth: number): { score: number; constant: boolean } => {
    const { head, arguments: args } = spine(term);
    let score = 0;
    let constant = true;
    const add = (part: { score: number; constant: boolean }): void => {
      score += part.score;
      constant &&= part.constant;
    };
    for (const argument of args) add(visit(argument, depth));
    switch (head.kind) {
      case "variable":
        if (head.index >= depth) used.add(head.index - depth);
        return { score: score + 1, constant: false };
      case "literal":
        return { score: score + 1 + literalScore(head.value), constant };
      case "lambda":
        add(visit(head.body, depth + 1));
        return { score: score + 0.5, constant: false };
      case "primitive": {
        const primitive = findPrimitive(domain, head.name);
        score += 1;
        if (primitive?.conditional === true) score += CONDITIONAL;
        else if (primitive !== undefined && isConversion(primitive)) score += CONVERSION;
        if (args.length > 0 && constant) score += CONSTANT_CALL;
        return { score, constant };
      }
      case "inline":
      case "hole":
      case "application":
        for (const child of children(head)) add(visit(child, depth));
        return { score: score + 1, constant };
    }
  };
  const { score } = visit(body, 0);
  return score + UNUSED * (arity - used.size);
}

/** Numbers are rarer the greater they are. */
function literalScore(value: unknown): number {
  if (typeof value === "number") return Math.log2(1 + Math.abs(value)) / 2 + (value < 0 ? 0.25 : 0);
  if (typeof value === "string") return Math.log2(1 + value.length) / 2;
  return 0;
}

/** One argument of another type that the result tells: a number as text, a text as a number. */
const isConversion = ({ arity, inverse, type }: Primitive): boolean => {
  const { parameters, result } = splitFunctionType(type);
  return (
    arity === 1 &&
    typeof inverse?.[0] === "function" &&
    !equalTypes(parameters[0] as typeof result, result)
  );
};
