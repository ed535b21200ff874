// Programs looked for from five examples: what the program compiler's gradient and the guesses from
// examples are worth, at equal numbers of programs tried by the exact steps.
import { behaveAlike } from "../src/neural/compiler/behaviour.ts";
import { type CompilerModel, disposeCompiler } from "../src/neural/compiler/compilerFile.ts";
import { randomSearch } from "../src/neural/compiler/editSearch.ts";
import { guess } from "../src/neural/compiler/guesser.ts";
import {
  GUIDED,
  type GuidedOptions,
  MICRO_PRIOR,
  type MicroPrior,
  disposeMicroPrior,
  guidedSearch,
  trainMicroPrior,
} from "../src/neural/compiler/microPrior.ts";
import { openCompiler } from "../src/neural/compiler/openCompiler.ts";
import { poolOf, programPool } from "../src/neural/compiler/programPool.ts";
import { bare } from "../src/neural/compiler/randomProgram.ts";
import { refine } from "../src/neural/compiler/refine.ts";
import type { RefineOptions } from "../src/neural/compiler/refineOptions.ts";
import { type RefineTask, Trials } from "../src/neural/compiler/refineTask.ts";
import { type Rng, createRng } from "../src/support/rng.ts";
import { renderSourceError } from "../src/support/sourceError.ts";
import { benchTable, whole } from "./benchTable.ts";
import { COMPILER_FILE } from "./compiler.ts";
import { EXAMPLES, type Sought, slotTask, soughtPrograms } from "./microTasks.ts";
import { processorClock, wilson } from "./statistics.ts";
import type { Suite } from "./suite.ts";

/** Programs tried, at which methods are compared. */
const BUDGETS = [50, 150, 300];
/** Each gradient takes a tenth of a second. */
const DEFAULT_CANDIDATES = 150;

/** A way to look for a program. */
interface Method {
  readonly name: string;
  /** Does it take gradients? */
  readonly slow?: true;
  readonly search: (model: Refiner, task: RefineTask, rng: Rng, most: number) => Trials;
}

interface Refiner extends CompilerModel {
  /** Absent without the methods that take gradients. */
  readonly prior: MicroPrior | undefined;
}

const refining =
  (options: Omit<RefineOptions, "candidates">): Method["search"] =>
  (model, task, rng, candidates) =>
    refine(model, task, rng, { ...options, candidates });

const sampling =
  (options: Pick<GuidedOptions, "usesPrior">): Method["search"] =>
  (model, task, rng, most) => {
    const trials = new Trials(task, most);
    if (model.prior === undefined) throw new Error("this method needs the prior");
    guidedSearch(model, model.prior, trials, rng, { ...GUIDED, ...options });
    return trials;
  };

const METHODS: readonly Method[] = [
  {
    name: "random programs",
    search: ({ config }, task, rng, most) => {
      const trials = new Trials(task, most);
      randomSearch(trials, rng, config.tokens);
      return trials;
    },
  },
  { name: "edits, random order", search: refining({ guesses: 0, order: "random" }) },
  {
    name: "edits, gradient order",
    slow: true,
    search: refining({ guesses: 0, order: "gradient" }),
  },
  {
    name: "guesses",
    search: ({ guesser, config }, task, _, most) => {
      const trials = new Trials(task, most);
      for (const { tokens } of guess(guesser, config, task, most)) {
        trials.try(bare(tokens));
      }
      return trials;
    },
  },
  { name: "30 guesses, edits, random order", search: refining({ guesses: 30, order: "random" }) },
  { name: "200 guesses, edits, random order", search: refining({ guesses: 200, order: "random" }) },
  {
    name: "30 guesses, edits, gradient order",
    slow: true,
    search: refining({ guesses: 30, order: "gradient" }),
  },
  { name: "micro-operations by gradient", slow: true, search: sampling({ usesPrior: false }) },
  {
    name: "micro-operations by prior and gradient",
    slow: true,
    search: sampling({ usesPrior: true }),
  },
];

export const runRefine: Suite = async ({
  model: file = COMPILER_FILE,
  every = 1,
  candidates = DEFAULT_CANDIDATES,
  gradients = true,
  onProgress,
}) => {
  const opened = await openCompiler(file);
  if (!opened.ok) throw new Error(renderSourceError(opened.error));
  const { parameters, config, seed } = opened.value;
  const { training } = programPool(createRng(seed), poolOf(config.tokens));
  const prior = gradients
    ? await trainMicroPrior(parameters, config, training, { ...MICRO_PRIOR, seed })
    : undefined;
  const model: Refiner = { ...opened.value, prior };
  if (prior !== undefined) onProgress?.("refine: the prior is trained");
  const sought = soughtPrograms(seed, config.tokens, every);
  const tasks = sought.map(slotTask);
  const budgets = BUDGETS.filter((budget) => budget <= candidates);
  const methods = METHODS.filter(({ slow = false }) => gradients || !slow);
  const results = methods.map(({ name, search }) => {
    const clock = processorClock();
    const found = tasks.map((task, i) => search(model, task, createRng(100 + i), candidates).found);
    const seconds = clock() / 1000 / tasks.length;
    const at = budgets.map((budget) => {
      const within = found.map((one) =>
        one !== undefined && one.tried <= budget ? one : undefined,
      );
      const solved = within.filter((one) => one !== undefined).length;
      const same = within.filter(
        (one, i) =>
          one !== undefined && behaveAlike(one.tokens, (sought[i] as Sought).program.tokens),
      ).length;
      return { budget, solved, same };
    });
    onProgress?.(`refine: ${name}: ${at.map(({ solved }) => solved).join(" ")}`);
    return { name, seconds, at };
  });
  if (prior !== undefined) disposeMicroPrior(prior);
  disposeCompiler(model);
  const share = (count: number): string => {
    const [low, high] = wilson(count, tasks.length);
    const percent = (part: number): string => (100 * part).toFixed(0);
    return `${count} (${percent(low)}-${percent(high)} %)`;
  };
  return {
    tables: [
      `refine: ${whole(tasks.length)} held-out programs of 2 to 4 operations, ${EXAMPLES} examples each; those that fit them, with 95 % intervals, and those that behave the same`,
      benchTable(
        ["method", ...budgets.flatMap((budget) => [`${budget} tried`, "same"]), "s/task"],
        results.map(({ name, seconds, at }) => [
          name,
          ...at.flatMap(({ solved, same }) => [share(solved), share(same)]),
          seconds.toFixed(2),
        ]),
      ),
    ],
    json: { seed, tasks: tasks.length, results },
  };
};
