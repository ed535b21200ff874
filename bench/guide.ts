// What weights bring to the search: candidates to the first solution, and tasks solved, without any,
// with those of the uniform grammar, with those fitted to the solutions of other tasks, and with a guide's.
import type { Domain } from "../src/dsl/domain.ts";
import { type Frontier, fitGrammar } from "../src/dsl/fitGrammar.ts";
import {
  type WeightedGrammar,
  domainProductions,
  uniformGrammar,
} from "../src/dsl/weightedGrammar.ts";
import type { Budget, Guide } from "../src/search/solveOptions.ts";
import type { Task } from "../src/tasks/task.ts";
import { type Attempt, attempt, budgetOf, budgetText } from "./attempt.ts";
import { benchTable, seconds, whole } from "./benchTable.ts";
import { median, sum } from "./statistics.ts";
import type { Suite, SuiteOptions } from "./suite.ts";
import { type TaskSet, readTaskSets, thin, withHeldOut } from "./taskSets.ts";

/** A source of weights: for each task its settings, or nothing, so that costs go by kind. */
interface Source {
  readonly name: string;
  readonly settings: (task: Task) => { readonly weights?: WeightedGrammar; readonly guide?: Guide };
}

interface SourceResult {
  readonly name: string;
  readonly attempts: readonly Attempt[];
}

/** Tasks are fitted to in turn: each is searched with weights from the others of another part. */
const PARTS = 2;

export const runGuide: Suite = async (options) => {
  const budget = budgetOf(options);
  const results: { set: string; sources: readonly SourceResult[] }[] = [];
  for (const set of await readTaskSets(options)) {
    const tasks = thin(set.tasks, options.every).map((task) => withHeldOut(task) ?? task);
    const some = { ...set, tasks };
    const sources: SourceResult[] = [];
    for (const { name, settings } of await sourcesOf(some, budget, options)) {
      const attempts = tasks.map((task): Attempt => {
        // The first solution is what is measured.
        const { term: _, ...made } = attempt(task, set.domains, {
          ...settings(task),
          budget,
          settle: 0,
        });
        return made;
      });
      sources.push({ name, attempts });
      options.onProgress?.(`guide: ${set.name}, ${name}`);
    }
    results.push({ set: set.name, sources });
  }
  return {
    tables: [
      `guide: ${budgetText(budget)}`,
      ...results.map(({ set, sources }) => guideTable(set, sources)),
    ],
    json: { budget, sets: results },
  };
};

async function sourcesOf(
  set: TaskSet,
  budget: Budget,
  { guideFor }: SuiteOptions,
): Promise<readonly Source[]> {
  const names = [...new Set(set.tasks.map(({ domain }) => domain))];
  const domains = names.flatMap((name) => set.domains.get(name) ?? []);
  const uniform = new Map(
    domains.map((domain) => [domain.name, uniformGrammar(domainProductions(domain))]),
  );
  const fitted = fittedWeights(set, domains, budget);
  const guides = new Map<string, Guide>();
  for (const domain of domains) {
    const guide = await guideFor?.(domain);
    if (guide !== undefined) guides.set(domain.name, guide);
  }
  const weighted = (weights: WeightedGrammar | undefined): ReturnType<Source["settings"]> =>
    weights === undefined ? {} : { weights };
  return [
    { name: UNIFORM, settings: (task) => weighted(uniform.get(task.domain)) },
    { name: "costs by kind", settings: () => ({}) },
    { name: "fitted to others", settings: (task) => weighted(fitted.get(task)) },
    ...(guides.size === 0
      ? []
      : [
          {
            name: "guide",
            settings: (task: Task) => {
              const guide = guides.get(task.domain);
              return guide === undefined ? {} : { guide };
            },
          },
        ]),
  ];
}

/** For each task weights by place, fitted to what a search without weights finds for tasks of the other part. */
function fittedWeights(
  set: TaskSet,
  domains: readonly Domain[],
  budget: Budget,
): ReadonlyMap<Task, WeightedGrammar> {
  const fitted = new Map<Task, WeightedGrammar>();
  for (const domain of domains) {
    const own = set.tasks.filter((task) => task.domain === domain.name);
    const frontiers = own.map((task): readonly Frontier[] => {
      const { term } = attempt(task, set.domains, { budget });
      return term === undefined ? [] : [{ request: task.request, programs: [{ program: term }] }];
    });
    for (let part = 0; part < PARTS; part++) {
      const others = frontiers.filter((_, index) => index % PARTS !== part).flat();
      const { grammar } = fitGrammar(domainProductions(domain), others, { bigram: true });
      for (const [index, task] of own.entries()) {
        if (index % PARTS === part) fitted.set(task, grammar);
      }
    }
  }
  return fitted;
}

const UNIFORM = "uniform weights";

function guideTable(set: string, sources: readonly SourceResult[]): string {
  const base = sources.find(({ name }) => name === UNIFORM)?.attempts ?? [];
  const rows = sources.map(({ name, attempts }) => {
    const both = attempts.flatMap(({ firstCandidates: own }, index) => {
      const other = base[index]?.firstCandidates;
      return own === undefined || other === undefined ? [] : [{ own, other }];
    });
    const own = median(both.map((pair) => pair.own));
    const other = median(both.map((pair) => pair.other));
    const ratio = Math.exp(sum(both.map((pair) => Math.log(pair.other / pair.own))) / both.length);
    const elapsedMs = sum(attempts.map((one) => one.elapsedMs));
    return [
      name,
      String(attempts.filter(({ solved }) => solved).length),
      String(both.length),
      whole(own),
      whole(other),
      (other / own).toFixed(1),
      ratio.toFixed(1),
      whole((1000 * sum(attempts.map(({ candidates }) => candidates))) / elapsedMs),
      seconds(elapsedMs),
    ];
  });
  return benchTable(
    [
      `${set}, ${base.length} tasks`,
      "solved",
      "both",
      "first, median",
      "uniform",
      "ratio",
      "mean ratio",
      "candidates/s",
      "processor s",
    ],
    rows,
  );
}
