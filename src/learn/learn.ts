import { withDefinitions } from "../dsl/definition.ts";
import { type Domain, withoutPrimitives } from "../dsl/domain.ts";
import { printSexpr } from "../dsl/printSexpr.ts";
import type { WeightedGrammar } from "../dsl/weightedGrammar.ts";
import type { Progress } from "../library/compress.ts";
import type { LearnedAbstraction } from "../library/learnLibrary.ts";
import type { TaskReport } from "../search/parallel.ts";
import type { SearchSettings } from "../search/solveOptions.ts";
import { InternalError } from "../support/internalError.ts";
import { fits } from "../tasks/fit.ts";
import type { Task } from "../tasks/task.ts";
import { abstractionSleep, taskOf } from "./abstractionSleep.ts";
import type { DreamProgress, DreamSleep } from "./dreamSleep.ts";
import type { EventLog } from "./eventLog.ts";
import type { TaskFrontier } from "./frontier.ts";
import type { LearnSettings } from "./learnSettings.ts";
import { LEARNED_GUIDE_MIX, learnedWeights } from "./learnedWeights.ts";
import { loadIteration } from "./loadLearned.ts";
import type { Phase, RunDirectory } from "./runDirectory.ts";
import {
  type OutcomesJson,
  type TaskOutcome,
  fittedToJson,
  frontiersToJson,
  libraryToJson,
  phaseOutcomesFromJson,
} from "./runFiles.ts";
import type { TaskSplit } from "./splitTasks.ts";
import { minibatch } from "./splitTasks.ts";
import { taskKeys } from "./taskKeys.ts";

/**
 * Searches tasks, each with the guide's weights at its place, if there are any; they take the place of
 * those in the settings. A task that was not finished has no report.
 */
export type SearchTasks = (
  tasks: readonly Task[],
  settings: SearchSettings,
  weights: readonly WeightedGrammar[] | undefined,
  onReport: (index: number, report: TaskReport) => void,
) => Promise<void>;

export interface LearnOptions {
  readonly split: TaskSplit;
  readonly domain: Domain;
  /** How the domain is loaded again elsewhere (`loadDomain`). */
  readonly spec: string;
  readonly iterations: number;
  readonly settings: LearnSettings;
  readonly directory: RunDirectory;
  readonly log: EventLog;
  readonly search: SearchTasks;
  /** Trains the guide; absent when there is to be none. */
  readonly dream?: DreamSleep;
  readonly signal?: AbortSignal;
  /** Milliseconds from any fixed point. */
  readonly clock: () => number;
  readonly onEvent?: (event: LearnEvent) => void;
}

/** What is going on, for displays. */
export type LearnEvent =
  | {
      readonly kind: "started";
      readonly iteration: number;
      readonly phase: Phase;
      readonly tasks: readonly Task[];
    }
  | { readonly kind: "task"; readonly task: Task; readonly outcome: TaskOutcome }
  | { readonly kind: "compressing"; readonly progress: Progress }
  | { readonly kind: "dreaming"; readonly progress: DreamProgress }
  | {
      readonly kind: "finished";
      readonly iteration: number;
      readonly phase: Phase;
      readonly elapsedMs: number;
      readonly state: LearnState;
      /** Numbers of the phase, as its event has them. */ readonly told: {
        readonly [field: string]: unknown;
      };
    };

/** What was learned, as it is between two phases. */
export interface LearnState {
  /** The last one that is over; 0 before the first. */
  readonly iteration: number;
  readonly library: readonly LearnedAbstraction[];
  /** Weights fitted to frontiers, the last that there were; absent before there are any. */
  readonly grammar?: WeightedGrammar;
  readonly frontiers: readonly TaskFrontier[];
  /** Folder of the guide trained last. */
  readonly guide?: string;
  /** By iteration from 0, as far as they went. */
  readonly evaluations: readonly (readonly TaskOutcome[])[];
}

/** Thrown through the phases when the signal is set. */
const INTERRUPTED = Symbol("interrupted");

/**
 * The wake-sleep loop (Ellis and others 2021, section 3): wake searches the tasks with what was learned
 * so far, abstraction sleep grows the library and fits the grammar anew, dream sleep trains the guide,
 * and an evaluation searches the tasks held out. Every phase ends with files in the run directory, and
 * reads what it starts from out of them; a phase whose files are there is not done again. So a run
 * that goes on after it was cut short ends as it would have.
 *
 * @returns what was learned; undefined when the signal ended the run first
 */
export async function learn(options: LearnOptions): Promise<LearnState | undefined> {
  const run = new Run(options);
  try {
    return await run.all();
  } catch (thrown) {
    if (thrown === INTERRUPTED) return undefined;
    throw thrown;
  }
}

class Run {
  private readonly options: LearnOptions;
  /** What the search may use, without a library. */
  private readonly base: Domain;
  private readonly keys: { readonly train: readonly string[]; readonly holdout: readonly string[] };

  constructor(options: LearnOptions) {
    this.options = options;
    this.base = withoutPrimitives(options.domain, options.settings.search.without ?? []);
    const { train, holdout } = options.split;
    const keys = taskKeys([...train, ...holdout]);
    this.keys = { train: keys.slice(0, train.length), holdout: keys.slice(train.length) };
  }

  async all(): Promise<LearnState> {
    let state: LearnState = { iteration: 0, library: [], frontiers: [], evaluations: [] };
    state = await this.evaluation(0, state);
    for (let iteration = 1; iteration <= this.options.iterations; iteration++) {
      const found = await this.wake(iteration, state);
      state = await this.abstraction(iteration, state, found);
      state = await this.dream(iteration, state);
      state = await this.evaluation(iteration, { ...state, iteration });
    }
    return state;
  }

  private async wake(iteration: number, state: LearnState): Promise<readonly TaskOutcome[]> {
    const { split, settings, directory } = this.options;
    const batch = minibatch(split.train.length, iteration, settings.minibatch, settings.seed);
    const tasks = batch.map((index) => split.train[index] as Task);
    const keys = batch.map((index) => this.keys.train[index] as string);
    const known = await this.outcomesOf(iteration, "wake.json", tasks, keys, state);
    if (known !== undefined) return known;
    const started = this.start(iteration, "wake", tasks);
    const outcomes = await this.searchAll(iteration, "wake", tasks, keys, state);
    await directory.save(iteration, "wake.json", { tasks: outcomes } satisfies OutcomesJson);
    await this.finish(iteration, "wake", started, state, tally(outcomes));
    return outcomes;
  }

  private async abstraction(
    iteration: number,
    state: LearnState,
    found: readonly TaskOutcome[],
  ): Promise<LearnState> {
    const { directory } = this.options;
    // Weights of another library say nothing of this one.
    const { grammar: _, ...others } = state;
    const known = await loadIteration(directory, iteration, this.base);
    const isOwn = known?.frontiers.every(({ task }) => this.keys.train.includes(task)) === true;
    if (isOwn) return { ...others, ...known };
    const started = this.start(iteration, "abstraction", []);
    const { split, settings, signal, onEvent } = this.options;
    const slept = await abstractionSleep({
      base: this.base,
      split,
      keys: this.keys.train,
      settings,
      state,
      found,
      shouldStop: () => signal?.aborted === true,
      onProgress: (progress) => onEvent?.({ kind: "compressing", progress }),
    });
    if (slept === undefined) throw INTERRUPTED;
    const { learned, frontiers, domain, fit, byLuck, lost } = slept;
    await directory.save(
      iteration,
      "library.json",
      libraryToJson(learned.abstractions, this.base, learned),
    );
    await directory.save(iteration, "frontiers.json", frontiersToJson(frontiers, domain));
    await directory.save(iteration, "grammar.json", fittedToJson(fit, domain));
    const written = await loadIteration(directory, iteration, this.base);
    if (written === undefined) throw new InternalError("what was learned is not read back");
    const after = { ...others, ...written };
    await this.finish(iteration, "abstraction", started, after, {
      abstractions: learned.abstractions.length,
      byLuck,
      lost,
      originalCost: learned.originalCost,
      finalCost: learned.finalCost,
      logLikelihood: fit.logLikelihood,
    });
    return after;
  }

  private async dream(iteration: number, state: LearnState): Promise<LearnState> {
    const { dream, directory, settings, split, signal, onEvent } = this.options;
    if (dream === undefined || !settings.guide) return state;
    const folder = directory.file(iteration, "guide");
    const domain = withDefinitions(this.base, state.library);
    const over = await directory.load(iteration, "dream.json", dreamFromJson);
    if (over === undefined || !(await dream.isWhole(folder, domain))) {
      const started = this.start(iteration, "dream", []);
      const trained = await dream.train({
        domain,
        spec: this.options.spec,
        library: state.library,
        without: settings.search.without ?? [],
        solved: state.frontiers.map((frontier) => ({
          task: taskOf(frontier, { split, keys: this.keys.train }),
          programs: frontier.programs.map(({ program }) => program),
        })),
        seed: settings.seed + iteration,
        folder,
        ...(signal === undefined ? {} : { signal }),
        onProgress: (progress) => onEvent?.({ kind: "dreaming", progress }),
      });
      this.checkSignal();
      if (trained === undefined) throw INTERRUPTED;
      await directory.save(iteration, "dream.json", trained);
      await this.finish(iteration, "dream", started, state, trained);
    }
    return { ...state, guide: folder };
  }

  private async evaluation(iteration: number, state: LearnState): Promise<LearnState> {
    const { split, directory } = this.options;
    const { holdout } = split;
    const keys = this.keys.holdout;
    const known = await this.outcomesOf(iteration, "evaluation.json", holdout, keys, state);
    if (known !== undefined) return { ...state, evaluations: [...state.evaluations, known] };
    const started = this.start(iteration, "evaluation", holdout);
    const outcomes = await this.searchAll(iteration, "evaluation", holdout, keys, state);
    await directory.save(iteration, "evaluation.json", { tasks: outcomes } satisfies OutcomesJson);
    const after = { ...state, evaluations: [...state.evaluations, outcomes] };
    await this.finish(iteration, "evaluation", started, after, tally(outcomes));
    return after;
  }

  /** What a phase that is over has found; undefined when it is not, or its file is not whole. */
  private outcomesOf(
    iteration: number,
    name: string,
    tasks: readonly Task[],
    keys: readonly string[],
    state: LearnState,
  ): Promise<readonly TaskOutcome[] | undefined> {
    const domain = withDefinitions(this.base, state.library);
    return this.options.directory.load(iteration, name, (data) =>
      phaseOutcomesFromJson(data, tasks, keys, domain),
    );
  }

  /** Searches tasks with what was learned. */
  private async searchAll(
    iteration: number,
    phase: Phase,
    tasks: readonly Task[],
    keys: readonly string[],
    state: LearnState,
  ): Promise<readonly TaskOutcome[]> {
    const { settings, search, dream, log, onEvent } = this.options;
    const domain = withDefinitions(this.base, state.library);
    const fitted = settings.grammar ? state.grammar : undefined;
    const told =
      state.guide !== undefined && dream !== undefined
        ? await dream.weights(state.guide, tasks, domain)
        : undefined;
    const guided = told?.map((own) => learnedWeights(own, fitted));
    const extended = tasks.map((task) => ({
      ...task,
      definitions: [...state.library, ...task.definitions],
    }));
    const { search: wake, testBudget = wake.budget } = settings;
    const budget = phase === "evaluation" ? testBudget : wake.budget;
    const outcomes: TaskOutcome[] = [];
    await search(
      extended,
      {
        ...settings.search,
        budget,
        seed: settings.seed,
        top: settings.frontier,
        tables: false,
        guideMix: settings.search.guideMix ?? LEARNED_GUIDE_MIX,
        ...(fitted === undefined ? {} : { weights: fitted }),
      },
      guided,
      (index, report) => {
        const task = tasks[index] as Task;
        const within = withDefinitions(domain, task.definitions);
        const outcome = outcomeOf(keys[index] as string, report, task, within);
        outcomes[index] = outcome;
        onEvent?.({ kind: "task", task, outcome });
        const { elapsedMs, firstMs, firstCandidates } = report;
        const spent = { elapsedMs, firstMs, firstCandidates };
        log.note({ event: "task", iteration, phase, ...outcome, ...spent });
      },
    );
    this.checkSignal();
    if (Object.keys(outcomes).length < tasks.length) throw INTERRUPTED;
    return outcomes;
  }

  private start(iteration: number, phase: Phase, tasks: readonly Task[]): number {
    this.checkSignal();
    this.options.onEvent?.({ kind: "started", iteration, phase, tasks });
    return this.options.clock();
  }

  private async finish(
    iteration: number,
    phase: Phase,
    started: number,
    state: LearnState,
    told: { readonly [field: string]: unknown },
  ): Promise<void> {
    const { log, clock, onEvent } = this.options;
    const elapsedMs = clock() - started;
    await log.write({ event: "phase", iteration, phase, elapsedMs, ...told });
    onEvent?.({ kind: "finished", iteration, phase, elapsedMs, state, told });
  }

  private checkSignal(): void {
    if (this.options.signal?.aborted === true) throw INTERRUPTED;
  }
}

const dreamFromJson = (data: unknown) =>
  typeof data === "object" && data !== null
    ? ({ ok: true, value: data } as const)
    : ({ ok: false, error: "a dream is an object" } as const);

function outcomeOf(key: string, report: TaskReport, task: Task, domain: Domain): TaskOutcome {
  const { status, stopReason, candidates, solutions: programs } = report;
  const [first] = programs;
  return {
    task: key,
    status,
    stopReason,
    candidates,
    programs: programs.map(({ program }) => printSexpr(program, domain)),
    generalises:
      first === undefined || task.holdout.length === 0
        ? null
        : fits(first.program, task.holdout, domain),
  };
}

/** Numbers of outcomes, as tables and charts show them. */
export function tally(outcomes: readonly TaskOutcome[]): {
  readonly tasks: number;
  readonly solved: number;
  readonly generalise: number;
  readonly candidates: number;
} {
  return {
    tasks: outcomes.length,
    solved: outcomes.filter(({ status }) => status === "solved").length,
    generalise: outcomes.filter(({ generalises }) => generalises === true).length,
    candidates: outcomes.reduce((sum, { candidates }) => sum + candidates, 0),
  };
}
