import { printType } from "../dsl/type.ts";
import type { Task } from "../tasks/task.ts";
import { digest } from "./taskKeys.ts";

/**
 * Tells whether a task asks for the same as one of others, under whatever name: for the same type, with
 * no input that has another output, and with all of the examples of one of the two among the other's, or
 * two examples and half of the one's that has fewer. It does not matter which examples are holdout
 * examples, nor their order. One trivial example that two tasks share, as `[] => []`, makes them one only
 * when it is all that one of them has.
 */
export function sameAsAny(others: readonly Task[]): (task: Task) => boolean {
  const cases = others.map(casesOf);
  const having = new Map<string, number[]>();
  for (const [index, { examples }] of cases.entries()) {
    for (const example of examples) {
      const indices = having.get(example);
      if (indices === undefined) having.set(example, [index]);
      else indices.push(index);
    }
  }
  return (task) => {
    const own = casesOf(task);
    const shared = new Map<number, number>();
    for (const example of own.examples) {
      for (const index of having.get(example) ?? []) {
        shared.set(index, (shared.get(index) ?? 0) + 1);
      }
    }
    return [...shared].some(([index, count]) => {
      const other = cases[index] as Cases;
      const fewer = Math.min(own.examples.size, other.examples.size);
      return (count === fewer || (count >= 2 && 2 * count >= fewer)) && !contradict(own, other);
    });
  };
}

/** What a task tells of its function, holdout examples included. */
interface Cases {
  /** Digests of the examples, each with the type that is asked for. */
  readonly examples: ReadonlySet<string>;
  /** Of the digest of inputs, those of the examples that have them: one, unless a task contradicts itself. */
  readonly byInputs: ReadonlyMap<string, ReadonlySet<string>>;
}

function casesOf({ request, examples, holdout }: Task): Cases {
  const type = printType(request);
  const byInputs = new Map<string, Set<string>>();
  const all = new Set<string>();
  for (const { inputs, output } of [...examples, ...holdout]) {
    const example = digest([type, inputs, output]);
    all.add(example);
    const key = digest(inputs);
    byInputs.set(key, (byInputs.get(key) ?? new Set()).add(example));
  }
  return { examples: all, byInputs };
}

/** Is there an input that two tasks of one type want different outputs for? No function is both then. */
const contradict = (one: Cases, other: Cases): boolean =>
  [...one.byInputs].some(([inputs, examples]) => {
    const others = other.byInputs.get(inputs);
    return others !== undefined && ![...examples].some((example) => others.has(example));
  });
