import type { Domain } from "../dsl/domain.ts";
import { type WeightedGrammar, weightsProblem } from "../dsl/weightedGrammar.ts";
import type { Task } from "../tasks/task.ts";
import type { Guide } from "./solveOptions.ts";

/** What a guide told of a task: weights, or why there are none. Neither: it had nothing to tell. */
export interface Guidance {
  readonly weights?: WeightedGrammar;
  /** One sentence without a full stop. */
  readonly problem?: string;
}

/** A guide to many tasks. Undefined where it has nothing to tell. */
export type TaskGuide = (
  task: Task,
) => WeightedGrammar | undefined | Promise<WeightedGrammar | undefined>;

/** The guide to tasks of these domains. */
export const taskGuide =
  (guide: Guide, domains: ReadonlyMap<string, Domain>): TaskGuide =>
  (task) => {
    const domain = domains.get(task.domain);
    return domain === undefined ? undefined : guide.weights(task, domain);
  };

/** What a guide tells of a task. A guide that throws, or whose weights are none, tells nothing. */
export function guidanceOf(guide: Guide, task: Task, domain: Domain): Guidance {
  try {
    return lookedOver(guide.weights(task, domain));
  } catch (error) {
    return failed(error);
  }
}

/** The same of a guide that may take its time. */
export async function guidanceFor(guide: TaskGuide, task: Task): Promise<Guidance> {
  try {
    return lookedOver(await guide(task));
  } catch (error) {
    return failed(error);
  }
}

function lookedOver(weights: WeightedGrammar | undefined): Guidance {
  if (weights === undefined) return {};
  const problem = weightsProblem(weights);
  return problem === undefined ? { weights } : { problem: `the guide failed: ${problem}` };
}

const failed = (error: unknown): Guidance => ({
  problem: `the guide failed: ${error instanceof Error ? error.message : String(error)}`,
});
