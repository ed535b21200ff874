import { type Term, abstract, apply, variable } from "./term.ts";
import { type Option, Sites } from "./sites.ts";
import { type Goal, type OpenedGoal, Threading } from "./threading.ts";
import { type Type, typeVariables } from "./type.ts";
import type { WeightedGrammar } from "./weightedGrammar.ts";

/** A program and its negative log probability under a grammar, in nats. */
export interface CostedProgram {
  readonly program: Term;
  readonly cost: number;
}

/**
 * Costs this close to the edge of a bracket are at the edge: far more than what rounding makes of a
 * sum of logarithms, far less than what parts two costs of a uniform grammar, which are logarithms of
 * whole numbers, below 25 nats.
 */
const COST_TOLERANCE = 1e-12;
/** Bounds are summed in another order than costs; what rounding makes of that must not cut a program off. */
const SLACK = 1e-9;

/** Nodes of a program at most. Only a grammar in which some choice costs nothing comes near it. */
const MOST_NODES = 500;

/** A place to fill, those to its right, and what they cost at least. */
interface Pending {
  readonly goal: Goal;
  /** Known before its turn comes when no type in it can change. */
  readonly opened: OpenedGoal | undefined;
  readonly rest: Pending | undefined;
  readonly least: number;
}

/** Numbers of a program's nodes in prefix order: lambdas before it, the choice, its arguments. */
const STEP = 3;

/**
 * Walks the programs of a request depth first, in no order of cost. The request's type variables are
 * unknowns: a program of `list a -> a` may make `a` an integer, as in DreamCoder.
 */
export class ProgramWalk {
  private readonly grammar: WeightedGrammar;
  private readonly request: Type;
  private readonly sites: Sites;
  private readonly steps = new Int32Array(STEP * MOST_NODES);
  private filled = 0;
  private threading: Threading;
  private visit: (cost: number) => void = () => {};
  private limit = 0;
  private low = 0;
  private cut = false;

  constructor(grammar: WeightedGrammar, request: Type) {
    this.grammar = grammar;
    this.request = request;
    this.sites = new Sites(grammar);
    this.threading = new Threading(this.sites);
  }

  /**
   * Calls `visit` with the cost of each program that costs at least `low` and less than `high`. What it
   * throws ends the walk.
   *
   * @returns whether there are programs beyond `high`, as far as the walk could tell
   */
  run(low: number, high: number, visit: (cost: number) => void): boolean {
    const firstFree = 1 + Math.max(-1, ...typeVariables(this.request));
    this.threading = new Threading(this.sites, firstFree);
    this.visit = visit;
    this.low = low;
    this.limit = high;
    this.filled = 0;
    this.cut = false;
    const goal = {
      type: this.sites.table.intern(this.request),
      environment: this.sites.table.empty,
      weights: this.grammar.start,
    };
    this.fill(this.pend(goal, undefined), 0);
    return this.cut;
  }

  /** During `visit`: from now on only programs that cost less are visited. */
  lower(high: number): void {
    this.limit = Math.min(this.limit, high);
  }

  /** During `visit`: the program at hand as numbers, which `build` makes a term of. */
  code(): Int32Array {
    return this.steps.slice(0, this.filled);
  }

  build(code: Int32Array): Term {
    let at = 0;
    const node = (): Term => {
      const lambdas = code[at] as number;
      const choice = code[at + 1] as number;
      const count = code[at + 2] as number;
      at += STEP;
      const head =
        choice < 0
          ? variable(-1 - choice)
          : (this.grammar.productions[choice] as WeightedGrammar["productions"][number]).term;
      const args: Term[] = [];
      for (let i = 0; i < count; i++) args.push(node());
      return abstract(lambdas, apply(head, ...args));
    };
    return node();
  }

  private pend(goal: Goal, rest: Pending | undefined): Pending {
    const opened =
      goal.type.ground && goal.environment.ground ? this.threading.open(goal) : undefined;
    const own =
      opened === undefined
        ? this.threading.floor(goal)
        : (opened.site.options[0]?.cost ?? Infinity);
    return { goal, opened, rest, least: own + (rest?.least ?? 0) };
  }

  private fill(pending: Pending, cost: number): void {
    const { threading } = this;
    const { rest } = pending;
    const opened = pending.opened ?? threading.open(pending.goal);
    const after = rest?.least ?? 0;
    const start = this.filled;
    if (start === this.steps.length) return;
    this.filled += STEP;
    this.steps[start] = opened.lambdas;
    for (const option of opened.site.options) {
      const own = cost + option.cost;
      if (own + after >= this.limit + SLACK) {
        this.cut ||= after < Infinity;
        break;
      }
      if (own + option.least + after >= this.limit + SLACK) {
        this.cut ||= option.least + after < Infinity;
        continue;
      }
      this.steps[start + 1] = option.choice;
      this.steps[start + 2] = option.arguments.length;
      if (option.arguments.length === 0 && rest === undefined) {
        if (own >= this.low && own < this.limit) this.visit(own);
        continue;
      }
      this.descend(option, opened, rest, own);
      this.filled = start + STEP;
    }
    this.filled = start;
  }

  private descend(
    option: Option,
    opened: OpenedGoal,
    rest: Pending | undefined,
    cost: number,
  ): void {
    const mark = this.threading.mark();
    const goals = this.threading.choose(option, opened);
    let pending = rest;
    for (let i = goals.length - 1; i >= 0; i--) pending = this.pend(goals[i] as Goal, pending);
    const least = cost + (pending as Pending).least;
    if (least < this.limit + SLACK) this.fill(pending as Pending, cost);
    else if (least < Infinity) this.cut = true;
    this.threading.undo(mark);
  }
}

/**
 * How many programs of a request cost what: entry k counts those that cost at least `width * k` and
 * less than `width * (k + 1)`; the last bracket ends at `mostCost`. Each program is built.
 */
export function countPrograms(
  grammar: WeightedGrammar,
  request: Type,
  mostCost: number,
  width: number,
): readonly number[] {
  const brackets = Math.max(1, Math.ceil(mostCost / width - COST_TOLERANCE));
  const counts = Array.from({ length: brackets }, () => 0);
  new ProgramWalk(grammar, request).run(0, mostCost - COST_TOLERANCE, (cost) => {
    const bracket = Math.min(brackets - 1, Math.floor((cost + COST_TOLERANCE) / width));
    (counts[bracket] as number)++;
  });
  return counts;
}

/** Programs that are held and sorted at a time. */
const MOST_HELD = 200_000;
/** Nats by which the first brackets grow. */
const BRACKET = 2;

export interface EnumerationLimits {
  /** Programs of this cost or more are left out; Infinity when absent. */
  readonly mostCost?: number;
  /** Programs at most; Infinity when absent. */
  readonly count?: number;
}

/**
 * The programs of a request in order of cost, by depth-first search of one bracket of costs after
 * another (Korf 1985). Memory does not grow with their number: when a bracket holds too many, the
 * cheapest are kept and the rest is looked for again. Programs of equal cost come in the walk's order.
 */
export function* enumeratePrograms(
  grammar: WeightedGrammar,
  request: Type,
  limits: EnumerationLimits = {},
): Generator<CostedProgram> {
  const { count = Infinity } = limits;
  const mostCost = (limits.mostCost ?? Infinity) - COST_TOLERANCE;
  const walk = new ProgramWalk(grammar, request);
  let left = count;
  let low = 0;
  /** Programs that cost exactly `low` and were given before. */
  let given = 0;
  for (let high = Math.min(mostCost, BRACKET); ;) {
    const { found, cutAt, more } = cheapest(walk, low, high, given, left);
    for (const { code, cost } of found) {
      yield { program: walk.build(code), cost };
      if (--left === 0) return;
    }
    if (cutAt !== undefined) {
      const again = found.filter(({ cost }) => cost === cutAt).length;
      given = cutAt === low ? given + again : again;
      low = cutAt;
    } else {
      if (high >= mostCost || !more) return;
      low = high;
      given = 0;
      high = Math.min(mostCost, high + BRACKET);
    }
  }
}

interface Held {
  readonly code: Int32Array;
  readonly cost: number;
}

/**
 * The cheapest programs of a bracket in order, all or at least half of `MOST_HELD`; `cutAt` is the
 * cost from which some are missing.
 */
function cheapest(
  walk: ProgramWalk,
  low: number,
  high: number,
  given: number,
  wanted: number,
): { readonly found: readonly Held[]; readonly cutAt: number | undefined; readonly more: boolean } {
  const most = Math.min(MOST_HELD, 2 * wanted);
  let found: Held[] = [];
  let cutAt: number | undefined;
  let skip = given;
  const more = walk.run(low, high, (cost) => {
    if (cost === low && skip > 0) skip--;
    else {
      found.push({ code: walk.code(), cost });
      if (found.length < most) return;
      // Sorting is stable: of those that cost the same, the first of the walk are kept.
      found = found.sort((a, b) => a.cost - b.cost).slice(0, Math.ceil(most / 2));
      cutAt = (found.at(-1) as Held).cost;
      walk.lower(cutAt);
    }
  });
  return { found: found.sort((a, b) => a.cost - b.cost), cutAt, more };
}
