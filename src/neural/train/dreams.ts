import { Deriver } from "../../dsl/derivation.ts";
import { type Domain, findPrimitive } from "../../dsl/domain.ts";
import { type Literal, type Term, literal, size } from "../../dsl/term.ts";
import { type Type, equalTypes, printType, splitFunctionType } from "../../dsl/type.ts";
import {
  type WeightedGrammar,
  domainProductions,
  uniformGrammar,
} from "../../dsl/weightedGrammar.ts";
import { compile } from "../../interp/evaluate.ts";
import { equalValues, isValue, valueKey } from "../../interp/value.ts";
import { domainGrammar } from "../../search/domainGrammar.ts";
import {
  type SearchGrammar,
  type SearchProduction,
  productionsByResult,
  pruneGrammar,
} from "../../search/searchGrammar.ts";
import { type Rng, createRng } from "../../support/rng.ts";
import { shuffled } from "../../support/shuffled.ts";
import type { Example } from "../../tasks/task.ts";
import { loopProductions, randomProductions } from "./drawProductions.ts";
import { FUEL, enumeratePrograms } from "./enumeratePrograms.ts";
import { InputSets } from "./inputSets.ts";
import { decidesInLoop, hasIdleParameter, headsOf, usesAll } from "./programTraits.ts";
import { type WeightedRequest, typicalRequests } from "./requests.ts";

/** A program that was made up, and what it does. */
export interface Dream {
  readonly request: Type;
  readonly program: Term;
  readonly examples: readonly Example[];
}

/** Sets of inputs that a request has; each dream is run on a few of them. */
const SETS = 48;
const SETS_TRIED = 3;
const ENOUGH = 5;
/** Inputs by which behaviours are compared, a few from each of some sets. */
const PROBE_SETS = 6;
const PROBES_OF_SET = 3;
/** Candidates of an enumeration within few productions, and of the one in all of them. */
const CANDIDATES = 4_000;
const TABLE_CANDIDATES = 6_000;
/** Short programs of the whole grammar that are kept. */
const TABLE = 3_000;
/** Dreams of one chunk at most. */
const CHUNK = 40;
const MOST_EXAMPLES = 6;
const FEWEST_EXAMPLES = 3;
/** Draws of productions at most, until they make a few programs. */
const DRAWS = 6;
const FEWEST_PROGRAMS = 8;
/** How often a chunk is taken from the short programs of the whole grammar. */
const FROM_TABLE = 0.2;
/** What a production costs in a chunk: one of these. */
const COSTS = [1, 1, 2];
/** How often a chunk is of loops with a condition in them, which what people ask for is full of. */
const LOOPS = 0.25;
/** How often an enumeration goes deeper, and how far: loops with conditions lie there. */
const DEEP = 0.3;
const DEEP_CANDIDATES = 15_000;

/**
 * Share of the programs that are kept of those with a function that does not use a parameter: most loops
 * that are enumerated are such, and hardly any that someone wants.
 */
const IDLE_KEPT = 0.1;
/** Programs of more nodes than this are mostly one call within itself many times: few are kept. */
const LONG = 15;
const LONG_KEPT = 0.2;
/** How often the programs of a chunk may use a constant that takes several productions to write. */
const WITH_CONSTANT = 0.4;
/** A type with more literals than this needs other constants the less. */
const FEW_LITERALS = 3;
const CONSTANTS = 12;
const CONSTANT_CANDIDATES = 500;

/** A value and the shortest program that is it. */
interface Constant {
  readonly value: unknown;
  readonly term: Term;
}

/** All that dreams of one request need. */
interface Stage {
  readonly request: Type;
  readonly parameters: readonly Type[];
  readonly grammar: SearchGrammar;
  readonly sets: readonly (readonly (readonly unknown[])[])[];
  readonly probes: readonly (readonly unknown[])[];
  /** By behaviour: the cheapest program among the shortest of the whole grammar. */
  readonly table: ReadonlyMap<string, Term>;
}

/**
 * Makes up programs and runs them. What is dreamt is a function of the domain, the seed and a number:
 * any chunk can be made anew, by any thread.
 *
 * Programs drawn from a grammar without weights are mostly trivial or senseless, and few of them have
 * loops that work. So a chunk draws a program only for the set of productions it uses, enumerates all
 * behaviours of programs made of these few, where it gets deep, and takes from them evenly by the set
 * of productions they really need, of each the shortest first. A behaviour that a short program of the
 * whole grammar has stands for that program.
 */
export class Dreamer {
  private readonly domain: Domain;
  private readonly seed: number;
  private readonly mostCalls: number;
  private readonly grammar: WeightedGrammar;
  private readonly requests: readonly WeightedRequest[];
  private readonly stages = new Map<number, Stage>();
  /** By type. */
  private readonly constants = new Map<string, readonly Constant[]>();
  readonly deriver: Deriver;

  /** @param mostCalls calls of functions that one enumeration may make */
  constructor(domain: Domain, seed: number, mostCalls = Number.POSITIVE_INFINITY) {
    this.domain = domain;
    this.seed = seed;
    this.mostCalls = mostCalls;
    this.grammar = uniformGrammar(domainProductions(domain));
    this.deriver = new Deriver(this.grammar);
    this.requests = typicalRequests(domain, createRng(seed));
  }

  /** The dreams of a chunk: of one request, no two of one behaviour; sometimes none. */
  chunk(number: number): readonly Dream[] {
    const rng = createRng(this.seed).fork(2 * number + 1);
    const stage = this.stageOf(this.drawRequest(rng));
    let programs: readonly Term[] = [];
    if (rng.next() < FROM_TABLE) programs = shuffled([...stage.table.values()], rng);
    for (let i = 0; i < DRAWS && programs.length < FEWEST_PROGRAMS; i++) {
      const loop = rng.next() < LOOPS ? loopProductions(stage.grammar, rng) : undefined;
      programs = this.among(
        loop ?? randomProductions(stage.grammar, rng),
        stage,
        rng,
        loop !== undefined,
      );
    }
    const dreams: Dream[] = [];
    const seen = new Set<string>();
    for (const program of programs) {
      const dream = this.dream(program, stage, seen, rng);
      if (dream === undefined) continue;
      dreams.push(dream);
      if (dreams.length === CHUNK) break;
    }
    return dreams;
  }

  private drawRequest(rng: Rng): number {
    let left = rng.next();
    for (const [index, { weight }] of this.requests.entries())
      if ((left -= weight) < 0) return index;
    return 0;
  }

  private stageOf(index: number): Stage {
    let stage = this.stages.get(index);
    if (stage !== undefined) return stage;
    const { domain } = this;
    const { request } = this.requests[index] as WeightedRequest;
    const { parameters } = splitFunctionType(request);
    const rng = createRng(this.seed).fork(2 * index);
    // Of its own: a stage must not depend on those made before it.
    const inputs = new InputSets(domain);
    const sets = Array.from({ length: SETS }, () => inputs.draw(parameters, rng));
    const probes = sets.slice(0, PROBE_SETS).flatMap((set) => set.slice(0, PROBES_OF_SET));
    const grammar = domainGrammar(domain, request);
    const table = new Map<string, Term>();
    const short = enumeratePrograms(grammar, probes, domain, TABLE_CANDIDATES, rng, this.mostCalls);
    for (const program of short.slice(0, TABLE)) {
      const key = this.behaviour(program, probes);
      if (key !== undefined && !table.has(key)) table.set(key, program);
    }
    stage = { request, parameters, grammar, sets, probes, table };
    this.stages.set(index, stage);
    return stage;
  }

  /** Programs of a few productions, and sometimes of a constant besides, in an order of chance. */
  private among(
    numbers: ReadonlySet<number>,
    stage: Stage,
    rng: Rng,
    loop: boolean,
  ): readonly Term[] {
    const { grammar } = stage;
    const drawn = grammar.productions
      .filter((_, number) => numbers.has(number))
      .map((production) => ({ ...production, cost: costOf(rng) }));
    const candidates = loop || rng.next() < DEEP ? DEEP_CANDIDATES : CANDIDATES;
    const constant =
      rng.next() < WITH_CONSTANT
        ? this.constant(grammar, new Set(drawn.flatMap(typesOf)), rng)
        : undefined;
    const productions = constant === undefined ? drawn : [...drawn, constant.production];
    const own = productionsByResult(productions);
    const nonterminals = grammar.nonterminals.map((nonterminal, index) => ({
      ...nonterminal,
      productions: own.get(index) ?? [],
    }));
    const pruned = pruneGrammar({ ...grammar, productions, nonterminals });
    if (pruned.productions.length === 0) return [];
    const found = enumeratePrograms(
      pruned,
      rng.pick(stage.sets),
      this.domain,
      candidates,
      rng,
      this.mostCalls,
    );
    const conditional = (name: string): boolean =>
      findPrimitive(this.domain, name)?.conditional === true;
    const fitting = loop ? found.filter((program) => decidesInLoop(program, conditional)) : found;
    const programs = choose(fitting, stage, rng, 3 * CHUNK);
    return constant === undefined
      ? programs
      : programs.map((program) => replaced(program, constant.literal, constant.term));
  }

  /** A constant that takes several productions to write, as a production of one of the types. */
  private constant(
    grammar: SearchGrammar,
    results: ReadonlySet<number>,
    rng: Rng,
  ): { production: SearchProduction; literal: Literal; term: Term } | undefined {
    const types = [...results].flatMap((result) => {
      const type = grammar.nonterminals[result]?.type;
      const literals = this.domain.literals.filter((one) => type && equalTypes(one.type, type));
      return type !== undefined && literals.length > 0
        ? [{ result, type, literals: literals.length }]
        : [];
    });
    if (types.length === 0) return undefined;
    const { result, type, literals } = rng.pick(types);
    if (rng.next() >= FEW_LITERALS / literals) return undefined;
    const constants = this.constantsOf(type);
    if (constants.length === 0) return undefined;
    // The shorter ones more often.
    const { value, term } = constants[Math.floor(constants.length * rng.next() ** 2)] as Constant;
    const own = literal(value, type);
    const cost = costOf(rng);
    const head = { kind: "literal", literal: own } as const;
    const production = { result, cost, penalty: 0, head, slots: [] };
    return { production, literal: own, term };
  }

  private constantsOf(type: Type): readonly Constant[] {
    const key = printType(type);
    let constants = this.constants.get(key);
    if (constants !== undefined) return constants;
    const { domain } = this;
    const rng = createRng(this.seed);
    const programs = enumeratePrograms(
      domainGrammar(domain, type),
      [[]],
      domain,
      CONSTANT_CANDIDATES,
      rng,
      this.mostCalls,
    );
    constants = programs
      .flatMap((term): Constant[] => {
        const value = compile(term, domain, FUEL).run();
        return value === undefined || term.kind === "literal" ? [] : [{ value, term }];
      })
      .filter(({ term }) => term.kind === "application")
      .slice(0, CONSTANTS);
    this.constants.set(key, constants);
    return constants;
  }

  private dream(program: Term, stage: Stage, seen: Set<string>, rng: Rng): Dream | undefined {
    const { domain } = this;
    const key = this.behaviour(program, stage.probes);
    if (key === undefined || seen.has(key)) return undefined;
    const shortest = stage.table.get(key) ?? program;
    const arity = stage.parameters.length;
    if (!usesAll(shortest, arity)) return undefined;
    if (size(shortest) - arity > LONG && rng.next() >= LONG_KEPT) return undefined;
    const evaluator = compile(shortest, domain, FUEL);
    let best: readonly Example[] = [];
    let bestScore = 1;
    for (let i = 0; i < SETS_TRIED; i++) {
      const examples: Example[] = [];
      for (const inputs of rng.pick(stage.sets)) {
        const output = evaluator.run(...inputs);
        if (output !== undefined && isValue(output, domain.limits))
          examples.push({ inputs, output });
      }
      const score = varietyOf(examples);
      if (score > bestScore) {
        best = examples;
        bestScore = score;
      }
    }
    if (best.length < FEWEST_EXAMPLES) return undefined;
    if (stage.parameters.some((_, i) => best.every((e) => equalValues(e.inputs[i], e.output)))) {
      return undefined;
    }
    seen.add(key);
    const { request } = stage;
    return { request, program: shortest, examples: shuffled(best, rng).slice(0, MOST_EXAMPLES) };
  }

  /** What a program gives for the probes, as a text; undefined when that is hardly anything. */
  private behaviour(program: Term, probes: readonly (readonly unknown[])[]): string | undefined {
    const evaluator = compile(program, this.domain, FUEL);
    let values = 0;
    const keys = probes.map((inputs) => {
      const output = evaluator.run(...inputs);
      if (output === undefined) return "";
      values++;
      return valueKey(output);
    });
    return values < FEWEST_EXAMPLES || new Set(keys).size < 2 ? undefined : keys.join(" ");
  }
}

/** Programs in an order of chance: evenly by the set of productions they use, of each set the shortest first. */
function choose(programs: readonly Term[], stage: Stage, rng: Rng, count: number): readonly Term[] {
  const arity = stage.parameters.length;
  const groups = new Map<string, Term[]>();
  for (const program of programs) {
    if (!usesAll(program, arity)) continue;
    if (hasIdleParameter(program, arity) && rng.next() >= IDLE_KEPT) continue;
    const key = [...headsOf(program)].sort().join(" ");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [program]);
    else group.push(program);
  }
  const queues = shuffled([...groups.values()], rng);
  const chosen: Term[] = [];
  for (let round = 0; chosen.length < count; round++) {
    let any = false;
    for (const queue of queues) {
      const program = queue[round];
      if (program === undefined || chosen.length >= count) continue;
      chosen.push(program);
      any = true;
    }
    if (!any) break;
  }
  return chosen;
}

/** More for examples that tell more: distinct outputs, inputs that are not just given back. */
function varietyOf(examples: readonly Example[]): number {
  const outputs = new Set(examples.map(({ output }) => valueKey(output)));
  const changed = examples.filter(({ inputs, output }) =>
    inputs.every((input) => !equalValues(input, output)),
  );
  // No more than a few: else inputs of many kinds would always win over those of one.
  return Math.min(outputs.size, ENOUGH) + Math.min(changed.length, ENOUGH) / 2;
}

const costOf = (rng: Rng): number => rng.pick(COSTS);

/** The types that a production gives and takes. */
const typesOf = ({ result, slots }: SearchProduction): readonly number[] => [
  result,
  ...slots.map(({ nonterminal }) => nonterminal),
];

/** The term with a closed term in place of a literal. */
function replaced(term: Term, literal_: Literal, by: Term): Term {
  switch (term.kind) {
    case "literal":
      return term === literal_ ? by : term;
    case "lambda":
      return { ...term, body: replaced(term.body, literal_, by) };
    case "application": {
      const { function: fn, argument } = term;
      return {
        ...term,
        function: replaced(fn, literal_, by),
        argument: replaced(argument, literal_, by),
      };
    }
    default:
      return term;
  }
}
