import type { Domain } from "../src/dsl/domain.ts";
import { fitGrammar } from "../src/dsl/fitGrammar.ts";
import { type WeightedGrammar, domainProductions } from "../src/dsl/weightedGrammar.ts";
import type { Budget } from "../src/search/solveOptions.ts";
import { attempt } from "./attempt.ts";
import type { SuiteOptions } from "./suite.ts";
import { type TaskSet, readShippedSets, thin } from "./taskSets.ts";
import type { Variant, VariantResult } from "./variant.ts";

/**
 * What statistics of solutions bring: for each domain a grammar is fitted to the solutions of every
 * other shipped task, and the remaining tasks are searched with and without it.
 */
export async function guideRows(
  budget: Budget,
  run: (set: TaskSet, variants: readonly Variant[]) => readonly VariantResult[],
  { every, onProgress }: SuiteOptions,
): Promise<readonly { name: string; fittedTo: number; variants: readonly VariantResult[] }[]> {
  return (await readShippedSets()).map(({ name, tasks, domains }) => {
    const some = thin(tasks, every);
    const domain = domains.get(some[0]?.domain ?? "");
    if (domain === undefined) throw new Error(`${name} has no domain`);
    const { grammar, used } = fitted(
      { name, domains, tasks: some.filter((_, index) => index % 2 === 0) },
      domain,
      budget,
    );
    onProgress?.(`ablate: ${name}, fitted to ${used} solutions`);
    const tested = { name, domains, tasks: some.filter((_, index) => index % 2 === 1) };
    const variants = run(tested, [
      { name: "bank", settings: { strategy: "bank" } },
      {
        name: "  weights fitted",
        settings: { strategy: "bank", weights: grammar },
        against: "bank",
      },
      { name: "top-down", settings: { strategy: "top-down" } },
      {
        name: "  weights fitted",
        settings: { strategy: "top-down", weights: grammar },
        against: "top-down",
      },
    ]);
    return { name: `${name}, fitted to ${used} others`, fittedTo: used, variants };
  });
}

/** Weights fitted to the programs that a search without weights finds. */
function fitted(
  set: TaskSet,
  domain: Domain,
  budget: Budget,
): { readonly grammar: WeightedGrammar; readonly used: number } {
  const frontiers = set.tasks.flatMap((task) => {
    const { term } = attempt(task, set.domains, { budget });
    return term === undefined ? [] : [{ request: task.request, programs: [{ program: term }] }];
  });
  return fitGrammar(domainProductions(domain), frontiers);
}
