import type { Option, Site, Sites } from "./sites.ts";
import { type Environment, type InternedType, isInternedArrow } from "./typeTable.ts";
import type { Weights } from "./weightedGrammar.ts";

/** A place that is still to be filled. */
export interface Goal {
  /** May be a function; its variables and those of `environment` are the threading's. */
  readonly type: InternedType;
  readonly environment: Environment;
  readonly weights: Weights;
}

/** A goal's site, with what the threading calls the site's variables. */
export interface OpenedGoal {
  readonly site: Site;
  /** Lambdas that come first. */
  readonly lambdas: number;
  /** The scope inside those lambdas. */
  readonly environment: Environment;
  /** By the site's variable. */
  readonly variables: readonly InternedType[];
}

const NO_VARIABLES: readonly InternedType[] = [];

/**
 * The type substitution of one program that is built or read from left to right. `mark` and `undo`
 * let a search take choices back.
 */
export class Threading {
  private readonly sites: Sites;
  private readonly bindings: (InternedType | undefined)[] = [];
  private readonly trail: number[] = [];
  private next: number;

  /** @param firstFree variables below are the caller's: those of the request */
  constructor(sites: Sites, firstFree = 0) {
    this.sites = sites;
    this.next = firstFree;
  }

  mark(): { readonly trail: number; readonly next: number } {
    return { trail: this.trail.length, next: this.next };
  }

  undo(mark: { readonly trail: number; readonly next: number }): void {
    while (this.trail.length > mark.trail) this.bindings[this.trail.pop() as number] = undefined;
    this.next = mark.next;
  }

  resolve(type: InternedType): InternedType {
    return this.sites.table.map(type, (variable) => {
      const bound = this.bindings[variable];
      return bound === undefined ? this.sites.table.variable(variable) : this.resolve(bound);
    });
  }

  /** The least that a choice at a goal costs, whatever becomes of its type. */
  floor(goal: Goal): number {
    let { type } = goal;
    for (;;) {
      if (type.variable !== -1) {
        const bound = this.bindings[type.variable];
        if (bound === undefined) break;
        type = bound;
      } else if (isInternedArrow(type)) type = type.parts[1] as InternedType;
      else break;
    }
    return this.sites.floor(type.name, goal.weights);
  }

  open(goal: Goal): OpenedGoal {
    const { table } = this.sites;
    let { environment } = goal;
    let type = this.resolve(goal.type);
    let lambdas = 0;
    for (; isInternedArrow(type); lambdas++) {
      const [parameter, result] = type.parts as [InternedType, InternedType];
      environment = table.extend(environment, parameter);
      type = result;
    }
    if (type.ground && environment.ground) {
      const site = this.sites.at(type, environment, goal.weights);
      return { site, lambdas, environment, variables: NO_VARIABLES };
    }
    const variables: InternedType[] = [];
    const numbers = new Map<InternedType, InternedType>();
    const number = (variable: number): InternedType => {
      const own = table.variable(variable);
      let local = numbers.get(own);
      if (local === undefined) {
        local = table.variable(variables.length);
        numbers.set(own, local);
        variables.push(own);
      }
      return local;
    };
    const request = table.map(type, number);
    const rename = (scope: Environment): Environment =>
      scope.ground
        ? scope
        : table.extend(
            rename(scope.outer as Environment),
            table.map(this.resolve(scope.type as InternedType), number),
          );
    const site = this.sites.at(request, rename(environment), goal.weights);
    return { site, lambdas, environment, variables };
  }

  /** Makes a choice at a goal; the places of its arguments, left to right. */
  choose(option: Option, { environment, variables }: OpenedGoal): readonly Goal[] {
    const { table } = this.sites;
    const first = this.next;
    this.next += option.fresh;
    const own = (local: number): InternedType =>
      local < variables.length
        ? (variables[local] as InternedType)
        : table.variable(first + local - variables.length);
    for (const { variable, type } of option.bindings) {
      const bound = (variables[variable] as InternedType).variable;
      this.bindings[bound] = table.map(type, own);
      this.trail.push(bound);
    }
    return option.arguments.map((type, index) => ({
      type: table.map(type, own),
      environment,
      weights: option.weights[index] as Weights,
    }));
  }
}
