import { type Type, splitFunctionType, typeVariable, typeVariables } from "./type.ts";
import {
  type Environment,
  ID_LIMIT,
  type InternedType,
  TypeTable,
  externType,
  isInternedArrow,
} from "./typeTable.ts";
import { type Substitution, createSubstitution } from "./unify.ts";
import type { WeightedGrammar, Weights } from "./weightedGrammar.ts";

/** The choices at a place of a program. The site's type variables are numbered from 0. */
export interface Site {
  /** The likelier first; of those that are equally likely variables, innermost first, then productions. */
  readonly options: readonly Option[];
  /** How many type variables the site has. */
  readonly variables: number;
  /** Variables of the program that fit. */
  readonly fitting: number;
}

export interface Option {
  /** Number of the production, or -1 less the index of a variable. */
  readonly choice: number;
  /** Negative log probability, in nats. */
  readonly cost: number;
  /** What the arguments cost at least together. */
  readonly least: number;
  /** What is asked for in each argument; variables from `Site.variables` on are new. */
  readonly arguments: readonly InternedType[];
  /** Weights for each argument. */
  readonly weights: readonly Weights[];
  /** How many new variables there are. */
  readonly fresh: number;
  /** What unification found of the site's own variables. */
  readonly bindings: readonly { readonly variable: number; readonly type: InternedType }[];
}

/** Sites kept at most: a walk that meets more starts to find them anew. */
const MOST_SITES = 200_000;

/** The choices at each place of the programs of a grammar, found once for places of equal types. */
export class Sites {
  readonly table = new TypeTable();
  readonly grammar: WeightedGrammar;
  private readonly known = new Map<Weights, Map<number, Site>>();
  private readonly floors = new Map<Weights, Map<string, number>>();
  private count = 0;

  constructor(grammar: WeightedGrammar) {
    this.grammar = grammar;
  }

  /**
   * @param request not a function
   * @param environment its variables and those of `request` numbered together from 0
   */
  at(request: InternedType, environment: Environment, weights: Weights): Site {
    let ofWeights = this.known.get(weights);
    if (ofWeights === undefined) this.known.set(weights, (ofWeights = new Map()));
    const key = environment.id * ID_LIMIT + request.id;
    let site = ofWeights.get(key);
    if (site === undefined) {
      if (++this.count > MOST_SITES) {
        this.known.clear();
        this.known.set(weights, (ofWeights = new Map()));
        this.count = 1;
      }
      site = this.find(request, environment, weights);
      ofWeights.set(key, site);
    }
    return site;
  }

  /**
   * What any choice costs at least where a type of this constructor is asked for, whatever is in scope;
   * where any type is, for a `head` that is a variable's empty name.
   */
  floor(head: string, weights: Weights): number {
    let ofWeights = this.floors.get(weights);
    if (ofWeights === undefined) this.floors.set(weights, (ofWeights = new Map()));
    let floor = ofWeights.get(head);
    if (floor === undefined) ofWeights.set(head, (floor = this.findFloor(head, weights)));
    return floor;
  }

  private findFloor(head: string, weights: Weights): number {
    const always: number[] = [];
    const sometimes = weights.variable === -Infinity ? [] : [weights.variable];
    for (const [index, { type }] of this.grammar.productions.entries()) {
      const { result } = splitFunctionType(type);
      const weight = weights.productions[index] as number;
      if (weight === -Infinity) continue;
      if (unifiesWithAll(result, head)) always.push(weight);
      else if (head === "" || (result.kind === "constructor" && result.name === head)) {
        sometimes.push(weight);
      }
    }
    return Math.min(
      ...always.map((weight) => logSum(always) - weight),
      ...sometimes.map((weight) => logSum([...always, weight]) - weight),
    );
  }

  private find(request: InternedType, environment: Environment, weights: Weights): Site {
    const { grammar } = this;
    const scope: Type[] = [];
    for (let e = environment; e.type !== undefined; e = e.outer as Environment) {
      scope.push(externType(e.type));
    }
    const wanted = externType(request);
    const variables = countVariables(request, environment);
    const substitution = createSubstitution(variables);
    const found: (Omit<Option, "cost"> & { readonly weight: number })[] = [];

    const consider = (
      choice: number,
      type: Type,
      weight: number,
      places: (index: number) => Weights,
    ): void => {
      if (weight === -Infinity) return;
      const mark = substitution.mark();
      const { parameters, result } = splitFunctionType(type);
      if (substitution.unify(result, wanted).ok) {
        const outcome = this.outcome(parameters, variables, substitution);
        const own = parameters.map((_, index) => places(index));
        const floors = outcome.arguments.map((argument, index) =>
          this.floor(resultOf(argument).name, own[index] as Weights),
        );
        const least = floors.reduce((sum, floor) => sum + floor, 0);
        found.push({ ...outcome, choice, weight, least, weights: own });
      }
      substitution.undo(mark);
    };

    for (const [index, type] of scope.entries()) {
      consider(-1 - index, type, weights.variable, () => grammar.variable);
    }
    const fitting = found.length;
    for (const [index, { type }] of grammar.productions.entries()) {
      const places = grammar.arguments[index] as readonly Weights[];
      const instance = substitution.instantiate(type);
      const weight = weights.productions[index] as number;
      consider(index, instance, weight, (argument) => places[argument] as Weights);
    }

    const shared = weights.variable - Math.log(fitting);
    const total = logSum([
      ...(fitting > 0 ? [weights.variable] : []),
      ...found.slice(fitting).map(({ weight }) => weight),
    ]);
    const options = found.map(({ weight, ...option }): Option => ({
      ...option,
      cost: total - (option.choice < 0 ? shared : weight),
    }));
    return { options: options.sort((a, b) => a.cost - b.cost), variables, fitting };
  }

  /** What a unification says of arguments and of the site's variables, new variables renumbered. */
  private outcome(
    parameters: readonly Type[],
    variables: number,
    substitution: Substitution,
  ): Pick<Option, "arguments" | "fresh" | "bindings"> {
    const { table } = this;
    const numbers = new Map<number, number>();
    const renumber = (id: number): InternedType => {
      if (id < variables) return table.variable(id);
      const number = numbers.get(id) ?? variables + numbers.size;
      numbers.set(id, number);
      return table.variable(number);
    };
    const read = (type: Type): InternedType =>
      table.map(table.intern(substitution.resolve(type)), renumber);
    const bindings: { variable: number; type: InternedType }[] = [];
    for (let variable = 0; variable < variables; variable++) {
      const type = read(typeVariable(variable));
      if (type.variable !== variable) bindings.push({ variable, type });
    }
    return { arguments: parameters.map(read), bindings, fresh: numbers.size };
  }
}

/** Does the type, its variables being new, unify with every type of this constructor? */
function unifiesWithAll(type: Type, head: string): boolean {
  if (type.kind === "variable") return true;
  if (type.name !== head || !type.arguments.every((part) => part.kind === "variable")) return false;
  return typeVariables(type).length === type.arguments.length;
}

/** What a function gives when it has all its arguments. */
function resultOf(type: InternedType): InternedType {
  let result = type;
  while (isInternedArrow(result)) result = result.parts[1] as InternedType;
  return result;
}

function countVariables(request: InternedType, environment: Environment): number {
  let count = 0;
  const visit = (type: InternedType): void => {
    if (type.variable !== -1) count = Math.max(count, type.variable + 1);
    else if (!type.ground) type.parts.forEach(visit);
  };
  visit(request);
  for (let e = environment; e.type !== undefined; e = e.outer as Environment) visit(e.type);
  return count;
}

/** log of the sum of exponentials; -Infinity of none. */
export function logSum(logs: readonly number[]): number {
  const most = Math.max(-Infinity, ...logs);
  if (most === -Infinity) return -Infinity;
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0));
}
