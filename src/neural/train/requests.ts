import type { Domain } from "../../dsl/domain.ts";
import {
  type Type,
  functionType,
  isArrow,
  mapVariables,
  printType,
  splitFunctionType,
} from "../../dsl/type.ts";
import { domainProductions } from "../../dsl/weightedGrammar.ts";
import type { Rng } from "../../support/rng.ts";
import { tokeniserOf } from "../tokens/tokeniser.ts";
import { InputSets } from "./inputSets.ts";

/** A type that dreams are made for, and how often. */
export interface WeightedRequest {
  readonly request: Type;
  /** The weights of all are 1 together. */
  readonly weight: number;
}

/** How often a dream has so many parameters: one, two, three. */
const PARAMETERS = [0.65, 0.27, 0.08];
/** How often a container stands for one of another type than the one it is used for most. */
const COMPOSED = 0.1;
const MOST_TYPES = 8;
/** Each request has tables of its own. */
const MOST_REQUESTS = 24;
const SETS = 4;
/** Exponent of weights: below 1 rare requests are dreamt of more often than they are likely. */
const EVENNESS = 0.75;

/**
 * Types of functions that the domain's primitives can make. A type is the likelier the more often
 * signatures mention it, type variables standing for the commonest type without arguments, and, as a
 * parameter above all, the more its values say (in tokens): few tasks are about booleans alone.
 */
export function typicalRequests(domain: Domain, rng: Rng): readonly WeightedRequest[] {
  const inputs = new InputSets(domain);
  const types = mentionedTypes(domain).map((mention) => {
    const tokens = tokeniserOf(mention.type, domain);
    const sets = Array.from({ length: SETS }, () => inputs.draw([mention.type], rng));
    const lengths = sets.flat().map(([value]) => tokens(value).length);
    const mean = lengths.reduce((sum, n) => sum + n, 0) / Math.max(1, lengths.length);
    return {
      type: mention.type,
      asParameter: mention.asParameter * mean,
      asResult: mention.asResult * Math.sqrt(mean),
    };
  });
  const total = types.reduce((sum, { asParameter }) => sum + asParameter, 0);
  const found: { request: Type; weight: number }[] = [];
  const visit = (parameters: readonly Type[], weight: number): void => {
    const share = PARAMETERS[parameters.length - 1] ?? 0;
    for (const { type, asResult } of types) {
      const request = functionType(parameters, type);
      if (share * asResult > 0) found.push({ request, weight: weight * share * asResult });
    }
    if (parameters.length === PARAMETERS.length) return;
    for (const { type, asParameter } of types) {
      if (asParameter > 0) visit([...parameters, type], (weight * asParameter) / total);
    }
  };
  visit([], 1);
  const most = found
    .map(({ request, weight }) => ({ request, weight: weight ** EVENNESS }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_REQUESTS);
  const sum = most.reduce((all, { weight }) => all + weight, 0);
  return most.map(({ request, weight }) => ({ request, weight: weight / sum }));
}

interface Mention {
  readonly type: Type;
  readonly asParameter: number;
  readonly asResult: number;
}

/** The commonest types of arguments and results. */
function mentionedTypes(domain: Domain): readonly Mention[] {
  const signatures = domainProductions(domain).map(({ type }) => splitFunctionType(type));
  const atoms = new Map<string, { type: Type; count: number }>();
  const countAtoms = (type: Type): void => {
    if (type.kind === "variable") return;
    if (type.arguments.length > 0) return type.arguments.forEach(countAtoms);
    const known = atoms.get(type.name) ?? { type, count: 0 };
    known.count++;
    atoms.set(type.name, known);
  };
  for (const { parameters, result } of signatures) [...parameters, result].forEach(countAtoms);
  const commonest = [...atoms.values()].sort((a, b) => b.count - a.count).map(({ type }) => type);
  const [common] = commonest;
  if (common === undefined) return [];
  const found = new Map<string, { type: Type; asParameter: number; asResult: number }>();
  const mention = (type: Type, asParameter: number, asResult: number): void => {
    if (isArrow(type)) return;
    const filled = mapVariables(type, () => common);
    const known = found.get(printType(filled)) ?? { type: filled, asParameter: 0, asResult: 0 };
    known.asParameter += asParameter;
    known.asResult += asResult;
    found.set(printType(filled), known);
    // What is in a list of anything may be anything.
    if (type.kind !== "constructor" || !type.arguments.some((part) => part.kind === "variable")) {
      return;
    }
    for (const other of [...commonest.slice(1), filled]) {
      const composed = mapVariables(type, () => other);
      const share = COMPOSED / commonest.length;
      const before = found.get(printType(composed)) ?? {
        type: composed,
        asParameter: 0,
        asResult: 0,
      };
      before.asParameter += asParameter * share;
      before.asResult += asResult * share;
      found.set(printType(composed), before);
    }
  };
  for (const { parameters, result } of signatures) {
    for (const type of parameters) mention(type, 1, 0);
    mention(result, 0, 1);
  }
  return [...found.values()]
    .sort((a, b) => b.asParameter + b.asResult - a.asParameter - a.asResult)
    .slice(0, MOST_TYPES);
}
