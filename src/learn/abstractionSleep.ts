import { withDefinitions } from "../dsl/definition.ts";
import { Deriver } from "../dsl/derivation.ts";
import type { Domain } from "../dsl/domain.ts";
import { type Fit, fitGrammar } from "../dsl/fitGrammar.ts";
import { betaNormal, etaLong } from "../dsl/normalForm.ts";
import { parseTypedTerm } from "../dsl/parseTerm.ts";
import type { Term } from "../dsl/term.ts";
import { type WeightedGrammar, domainProductions, uniformGrammar } from "../dsl/weightedGrammar.ts";
import type { Progress } from "../library/compress.ts";
import {
  type LearnedAbstraction,
  type LearnedLibrary,
  learnLibrary,
} from "../library/learnLibrary.ts";
import { InternalError } from "../support/internalError.ts";
import { fits } from "../tasks/fit.ts";
import type { Task } from "../tasks/task.ts";
import { coincidence } from "./coincidence.ts";
import { type TaskFrontier, rankPrograms } from "./frontier.ts";
import type { LearnSettings } from "./learnSettings.ts";
import type { TaskOutcome } from "./runFiles.ts";
import type { TaskSplit } from "./splitTasks.ts";

export interface AbstractionOptions {
  /** Without a library. */
  readonly base: Domain;
  readonly split: TaskSplit;
  /** Of the tasks to learn from, in their order (`taskKeys`). */
  readonly keys: readonly string[];
  readonly settings: LearnSettings;
  /** What was learned before. */
  readonly state: {
    readonly library: readonly LearnedAbstraction[];
    readonly grammar?: WeightedGrammar;
    readonly frontiers: readonly TaskFrontier[];
  };
  /** What the searches have found since, written with the library of the state. */
  readonly found: readonly TaskOutcome[];
  readonly shouldStop: () => boolean;
  readonly onProgress: (progress: Progress) => void;
}

export interface Abstracted {
  readonly learned: Learned;
  /** The base with the library. */
  readonly domain: Domain;
  /** Written with the library, ranked by the weights. */
  readonly frontiers: readonly TaskFrontier[];
  readonly fit: Omit<Fit, "grammar"> & {
    /** Absent when there is no program that it could be fitted to: to choose evenly is no better than not to know. */
    readonly grammar?: WeightedGrammar;
  };
  /** Programs that were found and not learned from, since they may well fit by luck. */
  readonly byLuck: number;
  /** Programs that cannot be written with the library: they get too large, or run out of fuel. */
  readonly lost: number;
}

type Learned = Omit<LearnedLibrary, "complete">;

/**
 * Learns a library and weights from all programs known, and writes the programs with it. Then those that may
 * well be there by luck are left out, and it is learned anew from the others.
 *
 * @returns undefined when it was stopped before
 */
export async function abstractionSleep(
  options: AbstractionOptions,
): Promise<Abstracted | undefined> {
  const { merged, tooLarge } = merge(options);
  const first = await learnFrom(merged, options);
  if (first === undefined) return undefined;
  const kept = evident(merged, first, options);
  const byLuck = programsIn(merged) - programsIn(kept);
  const last = byLuck === 0 ? first : await learnFrom(kept, options);
  if (last === undefined) return undefined;
  const { learned, domain, rewritten, fit } = last;
  const { frontier: count } = options.settings;
  const frontiers = kept.flatMap(({ task, request }, index) => {
    const programs = (rewritten[index] ?? []).filter((program) => program !== undefined);
    if (programs.length === 0) return [];
    return [{ task, request, programs: rankPrograms(programs, request, fit.grammar, count) }];
  });
  const lost = tooLarge + rewritten.flat().filter((program) => program === undefined).length;
  const told = { byLuck, lost };
  if (frontiers.length === 0) return { ...unchanged(options), ...told };
  const { grammar, ...measures } = fit;
  const fitted = fit.used === 0 ? measures : { ...measures, grammar };
  return { learned, domain, frontiers, fit: fitted, ...told };
}

/** What was known before, when there is nothing to learn anything else from. */
function unchanged({ base, state }: AbstractionOptions): Omit<Abstracted, "byLuck" | "lost"> {
  const { library, grammar } = state;
  return {
    learned: { abstractions: library, programs: [], originalCost: 0, finalCost: 0 },
    domain: withDefinitions(base, library),
    frontiers: [],
    fit: { logLikelihood: 0, used: 0, ...(grammar === undefined ? {} : { grammar }) },
  };
}

/**
 * What was known and what was found, together: the likeliest few of each task, in order of the tasks. What
 * a task's file defines is written out in them, since no other task has it.
 */
function merge({ base, split, keys, settings, state, found }: AbstractionOptions): {
  readonly merged: readonly TaskFrontier[];
  readonly tooLarge: number;
} {
  const domain = withDefinitions(base, state.library);
  const before = new Map(state.frontiers.map((frontier) => [frontier.task, frontier]));
  const now = new Map(found.map((outcome) => [outcome.task, outcome]));
  const grammar = state.grammar ?? uniformGrammar(domainProductions(domain));
  let tooLarge = 0;
  const merged = split.train.flatMap((task, index) => {
    const key = keys[index] as string;
    const within = withDefinitions(domain, task.definitions);
    const own = (now.get(key)?.programs ?? []).map((text) =>
      writtenOut(readProgram(text, task, within), task, domain),
    );
    const known = (before.get(key)?.programs ?? []).map(({ program }) => program);
    const programs = [...known, ...own.filter((program) => program !== undefined)];
    tooLarge += known.length + own.length - programs.length;
    if (programs.length === 0) return [];
    const { request } = task;
    const ranked = rankPrograms(programs, request, grammar, settings.frontier);
    return [{ task: key, request, programs: ranked }];
  });
  return { merged, tooLarge };
}

/** A program without the definitions of its task's file; undefined when that is too large. */
function writtenOut(program: Term, { definitions }: Task, domain: Domain): Term | undefined {
  if (definitions.length === 0) return program;
  const bodies = new Map(definitions.map(({ name, body }) => [name, body]));
  const normal = betaNormal(program, bodies);
  return normal === undefined ? undefined : etaLong(normal, domain);
}

/** What was learned from programs, and each of them written with it; undefined: it cannot be. */
interface LearnedFrom {
  readonly learned: Learned;
  readonly domain: Domain;
  readonly rewritten: readonly (readonly (Term | undefined)[])[];
  readonly fit: Fit;
}

async function learnFrom(
  frontiers: readonly TaskFrontier[],
  options: AbstractionOptions,
): Promise<LearnedFrom | undefined> {
  const learned = await growLibrary(frontiers, options);
  if (learned === undefined) return undefined;
  const domain = withDefinitions(options.base, learned.abstractions);
  const rewritten = frontiers.map((frontier, index) =>
    verified(learned.programs[index] ?? [], taskOf(frontier, options), domain),
  );
  const solutions = frontiers.map(({ request }, index) => ({
    request,
    programs: (rewritten[index] ?? []).flatMap((program) =>
      program === undefined ? [] : [{ program }],
    ),
  }));
  const fit = fitGrammar(domainProductions(domain), solutions, { bigram: true });
  return { learned, domain, rewritten, fit };
}

async function growLibrary(
  frontiers: readonly TaskFrontier[],
  { base, split, settings, state, shouldStop, onProgress }: AbstractionOptions,
): Promise<Learned | undefined> {
  const programs = frontiers.map((frontier) => frontier.programs.map(({ program }) => program));
  if (!settings.library) return { abstractions: [], programs, originalCost: 0, finalCost: 0 };
  const steps = learnLibrary(programs, base, {
    known: state.library,
    abstractions: settings.abstractions,
    maxArity: settings.maxArity,
    taken: new Set([...split.train, ...split.holdout].flatMap(definedNames)),
    shouldStop,
  });
  for (;;) {
    const step = steps.next();
    if (shouldStop()) return undefined;
    if (step.done === true) return step.value;
    onProgress(step.value);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/**
 * Rewritten programs, but for those that do not do on the examples what the task asks, by the reference
 * evaluator. A call of an abstraction takes fuel, so that a program at the edge of it may be lost.
 */
function verified(
  programs: readonly (Term | undefined)[],
  task: Task,
  domain: Domain,
): readonly (Term | undefined)[] {
  const within = withDefinitions(domain, task.definitions);
  return programs.map((program) =>
    program !== undefined && fits(program, task.examples, within) ? program : undefined,
  );
}

/**
 * Programs that are not there by luck: likelier, with all that was learned from them, than their outputs
 * are by chance. What others are made of is noise, and to learn from it makes it likelier.
 */
function evident(
  merged: readonly TaskFrontier[],
  { rewritten, fit }: LearnedFrom,
  options: AbstractionOptions,
): readonly TaskFrontier[] {
  const deriver = new Deriver(fit.grammar);
  return merged.flatMap((frontier, index) => {
    const luck = coincidence(taskOf(frontier, options).examples);
    const programs = frontier.programs.filter((_, i) => {
      const program = rewritten[index]?.[i];
      // It may be written with another library.
      if (program === undefined) return true;
      const { logP } = deriver.logLikelihood(program, frontier.request);
      // What the grammar cannot make, as with a constant of the examples, cannot be judged by it.
      return logP === -Infinity || -logP < luck;
    });
    return programs.length === 0 ? [] : [{ ...frontier, programs }];
  });
}

/** The task that a frontier is of. @param keys of the tasks to learn from, in their order */
export const taskOf = (
  { task }: TaskFrontier,
  { split, keys }: Pick<AbstractionOptions, "split" | "keys">,
): Task => split.train[keys.indexOf(task)] as Task;

const programsIn = (frontiers: readonly TaskFrontier[]): number =>
  frontiers.reduce((sum, { programs }) => sum + programs.length, 0);

const definedNames = ({ definitions }: Task): readonly string[] =>
  definitions.map(({ name }) => name);

function readProgram(text: string, task: Task, domain: Domain): Term {
  const parsed = parseTypedTerm(text, domain, { expected: task.request });
  if (!parsed.ok) throw new InternalError(`a program that was found is not read: ${text}`);
  return parsed.value.term;
}
