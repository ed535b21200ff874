import { NODE, type TermTable } from "./termTable.ts";

/**
 * What the parts of a program cost (Bowers and others 2023, section 3.1). A program costs the sum of
 * its parts; whole numbers from 0.
 */
export interface CostModel {
  /** Of a lambda; 1 when absent. */
  readonly lambda?: number;
  /** Of an application, one for each argument; 1 when absent. */
  readonly application?: number;
  /** Of a variable; 100 when absent. */
  readonly variable?: number;
  /** Of a primitive without an entry of its own, as of an abstraction that is called; 100 when absent. */
  readonly primitive?: number;
  /** Of primitives, by name. */
  readonly primitives?: ReadonlyMap<string, number>;
}

/** A cost model without gaps. */
export type Costs = Required<CostModel>;

export const costsOf = (model: CostModel = {}): Costs => ({
  lambda: model.lambda ?? 1,
  application: model.application ?? 1,
  variable: model.variable ?? 100,
  primitive: model.primitive ?? 100,
  primitives: model.primitives ?? new Map(),
});

/** The cost of every term of a table from `from` on, by its number; those before are in `known`. */
export function nodeCosts(table: TermTable, costs: Costs): Float64Array {
  const { kind, left, right } = table.columns();
  const result = new Float64Array(table.size);
  const ofName = new Map<number, number>();
  for (let node = 0; node < result.length; node++) {
    const l = left[node] as number;
    switch (kind[node]) {
      case NODE.lambda:
        result[node] = costs.lambda + (result[l] as number);
        break;
      case NODE.application:
        result[node] =
          costs.application + (result[l] as number) + (result[right[node] as number] as number);
        break;
      case NODE.primitive: {
        let cost = ofName.get(l);
        if (cost === undefined) {
          cost = costs.primitives.get(table.name(l)) ?? costs.primitive;
          ofName.set(l, cost);
        }
        result[node] = cost;
        break;
      }
      case NODE.argument:
        // An argument of an abstraction costs nothing in its body: the calls pay for it.
        break;
      default:
        result[node] = costs.variable;
    }
  }
  return result;
}
