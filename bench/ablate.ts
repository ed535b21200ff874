// What each technique brings: the same tasks with all techniques and without each. The budget counts
// candidates, so that what is solved is the same on every machine; processor time stands beside it.
import type { Budget, Techniques } from "../src/search/solveOptions.ts";
import { type Attempt, attempt, budgetOf, budgetText, generalisedText } from "./attempt.ts";
import { benchTable, seconds, whole } from "./benchTable.ts";
import { sum } from "./statistics.ts";
import type { Suite } from "./suite.ts";
import { type TaskSet, readTaskSets, thin, withHeldOut } from "./taskSets.ts";
import type { Variant, VariantResult } from "./variant.ts";

const without = (...names: readonly (keyof Techniques)[]): Partial<Techniques> =>
  Object.fromEntries(names.map((name) => [name, false]));

const topDown = (
  name: string,
  techniques: Partial<Techniques>,
): Variant & { readonly against: string } => ({
  name: `  ${name}`,
  settings: { strategy: "top-down", techniques },
  against: "top-down",
});

const bank = (name: string, settings: Variant["settings"]): Variant => ({
  name: `  ${name}`,
  settings: { strategy: "bank", ...settings },
  against: "bank",
});

const VARIANTS: readonly Variant[] = [
  { name: "bank", settings: { strategy: "bank" } },
  bank("no deduction", { techniques: without("deduction") }),
  bank("no conditionals", { techniques: without("conditionals") }),
  bank("neither", { techniques: without("deduction", "conditionals") }),
  bank("no laws", { techniques: without("laws") }),
  bank("settle 0", { settle: 0 }),
  { name: "top-down", settings: { strategy: "top-down" } },
  topDown("no forward", without("forward")),
  topDown("no backward", without("backward")),
  topDown("no ranges", without("forward", "backward")),
  topDown("no laws", without("laws")),
];

/** A candidate of the top-down search is a partial program, which takes several times as long. */
const TOP_DOWN_SHARE = 0.1;

const WARM_UP_CANDIDATES = 2000;

export const runAblate: Suite = async (options) => {
  const budget = budgetOf(options);
  const lessBudget =
    budget.candidates === undefined
      ? budget
      : { ...budget, candidates: Math.ceil(budget.candidates * TOP_DOWN_SHARE) };
  const budgetFor = (settings: Variant["settings"]): Budget =>
    settings.strategy === "top-down" ? lessBudget : budget;
  const run = (set: TaskSet, variants: readonly Variant[]): readonly VariantResult[] => {
    warmUp(set, budget);
    return variants.map(({ name, settings, against }) => {
      const attempts = set.tasks.map((task): Attempt => {
        const all = { ...settings, budget: budgetFor(settings) };
        const { term: _, ...made } = attempt(withHeldOut(task) ?? task, set.domains, all);
        return made;
      });
      options.onProgress?.(`ablate: ${set.name}, ${name.trim()}`);
      return { name, attempts, ...(against === undefined ? {} : { against }) };
    });
  };
  const sets = (await readTaskSets(options)).map((set) => ({
    name: set.name,
    variants: run({ ...set, tasks: thin(set.tasks, options.every) }, VARIANTS),
  }));
  const tables = sets.map(({ name, variants }) => variantTable(name, variants));
  return {
    tables: [`ablate, bank: ${budgetText(budget)}; top-down: ${budgetText(lessBudget)}`, ...tables],
    json: { budget, topDownBudget: lessBudget, sets },
  };
};

/** Has the code compiled that all variants share, which the first would pay for else. */
function warmUp({ tasks, domains }: TaskSet, budget: Budget): void {
  for (const strategy of ["bank", "top-down"] as const) {
    for (const task of tasks) {
      attempt(task, domains, { strategy, budget: { ...budget, candidates: WARM_UP_CANDIDATES } });
    }
  }
}

function variantTable(set: string, variants: readonly VariantResult[]): string {
  const tasks = variants[0]?.attempts.length ?? 0;
  const rows = variants.map(({ name, against, attempts }) => {
    const base = variants.find((one) => one.name === against)?.attempts;
    const differing = (now: boolean): string =>
      base === undefined
        ? ""
        : String(attempts.filter((one, i) => one.solved === now && base[i]?.solved !== now).length);
    return [
      name,
      String(attempts.filter(({ solved }) => solved).length),
      differing(false),
      differing(true),
      generalisedText(attempts),
      whole(sum(attempts.map(({ candidates }) => candidates)) / 1000),
      seconds(sum(attempts.map(({ elapsedMs }) => elapsedMs))),
    ];
  });
  return benchTable(
    [
      `${set}, ${tasks} tasks`,
      "solved",
      "lost",
      "gained",
      "generalise",
      "candidates, 1000",
      "processor s",
    ],
    rows,
  );
}
