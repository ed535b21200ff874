import { isObject } from "../support/jsonObject.ts";
import { type Result, failure, success } from "../support/result.ts";
import type { Domain } from "./domain.ts";
import { productionText, selectProductions } from "./selectProductions.ts";
import { splitFunctionType } from "./type.ts";
import { type WeightedGrammar, type Weights, unigramGrammar } from "./weightedGrammar.ts";

/** Log weights as JSON has them: null for -Infinity. */
interface WeightsJson {
  readonly variable: number | null;
  readonly productions: readonly (number | null)[];
}

/** A weighted grammar as plain data; `weights` where all places have the same. */
export type GrammarJson = {
  /** Names of primitives, texts of literals. */
  readonly productions: readonly string[];
} & (
  | { readonly weights: WeightsJson }
  | {
      readonly start: WeightsJson;
      readonly variable: WeightsJson;
      readonly arguments: readonly (readonly WeightsJson[])[];
    }
);

/** The grammar as plain data that JSON can write. */
export function grammarToJson(grammar: WeightedGrammar, domain: Domain): GrammarJson {
  const productions = grammar.productions.map((one) => productionText(one, domain));
  const { start, variable } = grammar;
  const everywhere = [variable, ...grammar.arguments.flat()].every((weights) => weights === start);
  if (everywhere) return { productions, weights: weightsToJson(start) };
  return {
    productions,
    start: weightsToJson(start),
    variable: weightsToJson(variable),
    arguments: grammar.arguments.map((places) => places.map(weightsToJson)),
  };
}

const toJson = (weight: number): number | null => (weight === -Infinity ? null : weight);

const weightsToJson = ({ variable, productions }: Weights): WeightsJson => ({
  variable: toJson(variable),
  productions: productions.map(toJson),
});

/**
 * Reads back what `grammarToJson` gave, from data of any shape.
 *
 * @returns the grammar, or one sentence on what is wrong with the data
 */
export function grammarFromJson(data: unknown, domain: Domain): Result<WeightedGrammar, string> {
  if (!isObject(data)) return failure("a grammar is an object");
  const texts = data["productions"];
  if (!Array.isArray(texts) || !texts.every((text) => typeof text === "string")) {
    return failure("`productions` must be a list of texts");
  }
  const selected = selectProductions(texts, domain);
  if (!selected.ok) return selected;
  const productions = selected.value;
  const count = productions.length;
  const wrong = `must be an object of \`variable\` and ${count} \`productions\`, each a number or null`;
  if ("weights" in data) {
    const weights = weightsFromJson(data["weights"], count);
    if (weights === undefined) return failure(`\`weights\` ${wrong}`);
    return success(unigramGrammar(productions, weights));
  }
  const start = weightsFromJson(data["start"], count);
  const variable = weightsFromJson(data["variable"], count);
  if (start === undefined) return failure(`\`start\` ${wrong}`);
  if (variable === undefined) return failure(`\`variable\` ${wrong}`);
  const lists: unknown = data["arguments"];
  if (!Array.isArray(lists) || lists.length !== count) {
    return failure(`\`arguments\` must be a list of ${count} lists`);
  }
  const places: Weights[][] = [];
  for (const [index, { type }] of productions.entries()) {
    const own: unknown = lists[index];
    const { length } = splitFunctionType(type).parameters;
    const name = `\`arguments\` of \`${texts[index]}\``;
    if (!Array.isArray(own) || own.length !== length) {
      return failure(`${name} must be a list of ${length}`);
    }
    const read = own.map((one: unknown) => weightsFromJson(one, count));
    if (read.includes(undefined)) return failure(`each of ${name} ${wrong}`);
    places.push(read as Weights[]);
  }
  return success({ productions, start, variable, arguments: places });
}

function weightsFromJson(data: unknown, count: number): Weights | undefined {
  if (!isObject(data)) return undefined;
  const list = data["productions"];
  if (!Array.isArray(list) || list.length !== count) return undefined;
  const variable = weightFromJson(data["variable"]);
  const productions = list.map(weightFromJson);
  if (variable === undefined || productions.includes(undefined)) return undefined;
  return { variable, productions: productions as number[] };
}

function weightFromJson(data: unknown): number | undefined {
  if (data === null) return -Infinity;
  return typeof data === "number" && Number.isFinite(data) ? data : undefined;
}
