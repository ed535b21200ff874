import { join } from "node:path";
import { Deriver } from "../dsl/derivation.ts";
import { type Domain, withoutPrimitives } from "../dsl/domain.ts";
import { parseEvent } from "../learn/eventLog.ts";
import type { TaskFrontier } from "../learn/frontier.ts";
import { domainProblem, leftOut, loadIteration, readRunHead } from "../learn/loadLearned.ts";
import { phaseTimes } from "../learn/phaseTimes.ts";
import { type TaskOutcome, outcomesFromJson } from "../learn/runFiles.ts";
import { RunReader } from "../learn/runReader.ts";
import type { LearnedAbstraction } from "../library/learnLibrary.ts";
import { fieldOf, isCount, isDuration, parsedJson } from "../support/jsonObject.ts";
import { type Result, failure, success } from "../support/result.ts";
import type { SourceError } from "../support/sourceError.ts";
import { clip } from "./markup.ts";
import type { LossRow } from "./reportData.ts";

/** What a run directory holds, as far as it goes. */
export interface RunRecord {
  readonly path: string;
  /** Label and text: what the run depends on. */
  readonly settings: readonly (readonly [label: string, text: string])[];
  readonly train: readonly RunTask[];
  readonly holdout: readonly RunTask[];
  readonly iterations: readonly RunIteration[];
  /** When each search ended and first had a solution, by `effortKey`. */
  readonly efforts: ReadonlyMap<string, Effort>;
  /** Milliseconds that the phases of each iteration took. */
  readonly times: ReadonlyMap<number, number>;
  readonly losses: readonly LossRow[];
  /** What is wrong with files that are there; they count as absent. */
  readonly problems: readonly SourceError[];
}

/** A task as the run's configuration names it. */
export interface RunTask {
  readonly key: string;
  readonly file: string;
  /** `taskHash` of the task as it was. */
  readonly hash: string;
}

export interface RunIteration {
  readonly iteration: number;
  readonly wake?: readonly TaskOutcome[];
  readonly evaluation?: readonly TaskOutcome[];
  /** Of the guide that was trained. */
  readonly loss?: number;
  readonly learned?: {
    readonly library: readonly LearnedAbstraction[];
    readonly frontiers: readonly TaskFrontier[];
    /** In bits under the fitted grammar, a solved task: `IterationRow` has more. */
    readonly bits?: { readonly programs: number; readonly library: number };
  };
}

export interface Effort {
  readonly elapsedMs: number;
  readonly firstMs?: number;
  /** Candidates to the first solution: a search goes on after it to find a likelier one. */
  readonly firstCandidates?: number;
}

export const effortKey = (iteration: number, phase: string, task: string): string =>
  `${iteration} ${phase} ${task}`;

/** Reads a run directory, whole or not; the error says why it is none. */
export async function readRun(
  path: string,
  domain: Domain,
): Promise<Result<RunRecord, SourceError>> {
  const head = await readRunHead(path);
  if (!head.ok) return head;
  const problem = domainProblem(head.value, domain);
  if (problem !== undefined) return failure(problem);
  const { config } = head.value;
  const train = tasksOf(fieldOf(config, "train"));
  const holdout = tasksOf(fieldOf(config, "holdout"));
  if (train === undefined || holdout === undefined) {
    const message =
      "`train` and `holdout` must be lists of a `task`, a `file` and a `hash`, each a text";
    return failure({ file: join(path, "config.json"), message });
  }
  const base = withoutPrimitives(domain, leftOut(config));
  const reader = new RunReader(path);
  const iterations: RunIteration[] = [];
  const losses: LossRow[] = [];
  for (const iteration of await reader.iterations()) {
    const wake = await reader.load(iteration, "wake.json", outcomesFromJson);
    const learned = await readLearned(reader, iteration, base);
    const loss = await reader.load(iteration, "dream.json", lossFromJson);
    const evaluation = await reader.load(iteration, "evaluation.json", outcomesFromJson);
    iterations.push({
      iteration,
      ...(wake === undefined ? {} : { wake }),
      ...(learned === undefined ? {} : { learned }),
      ...(loss === undefined ? {} : { loss }),
      ...(evaluation === undefined ? {} : { evaluation }),
    });
    const before = losses.at(-1)?.step ?? 0;
    const log = await reader.log(join(reader.file(iteration, "guide"), "log.jsonl"));
    losses.push(...lossesOf(log, iteration, before));
  }
  const events = await reader.log(join(path, "events.jsonl"));
  return success({
    path,
    settings: settingsText(config),
    train,
    holdout,
    iterations,
    efforts: effortsOf(events),
    times: phaseTimes(events),
    losses,
    problems: reader.problems,
  });
}

function tasksOf(data: unknown): readonly RunTask[] | undefined {
  if (!Array.isArray(data)) return undefined;
  const tasks: RunTask[] = [];
  for (const one of data as readonly unknown[]) {
    const [key, file, hash] = ["task", "file", "hash"].map((name) => fieldOf(one, name));
    if (typeof key !== "string" || typeof file !== "string" || typeof hash !== "string") {
      return undefined;
    }
    tasks.push({ key, file, hash });
  }
  return tasks;
}

async function readLearned(
  reader: RunReader,
  iteration: number,
  base: Domain,
): Promise<RunIteration["learned"]> {
  const learned = await loadIteration(reader, iteration, base);
  if (learned === undefined) return undefined;
  const { library, frontiers, grammar } = learned;
  if (grammar === undefined) return { library, frontiers };
  const best = frontiers.flatMap(({ programs }) => programs[0]?.logP ?? []).filter(Number.isFinite);
  const deriver = new Deriver(grammar);
  const bodies = library
    .map(({ body, type }) => deriver.logLikelihood(body, type).logP)
    .filter(Number.isFinite);
  const bits = (logPs: readonly number[]): number =>
    logPs.reduce((sum, logP) => sum - logP, 0) / Math.LN2 / best.length;
  return {
    library,
    frontiers,
    ...(best.length === 0 ? {} : { bits: { programs: bits(best), library: bits(bodies) } }),
  };
}

/**
 * The losses that training a guide logged, a JSON object a line.
 *
 * @param before steps of the iterations before, whose training this goes on from in the chart
 */
function lossesOf(log: Iterable<string>, iteration: number, before: number): readonly LossRow[] {
  const losses: LossRow[] = [];
  for (const line of log) {
    const data = parsedJson(line);
    const step = fieldOf(data, "step");
    if (!isCount(step)) continue;
    for (const [series, field] of LOSSES) {
      const loss = fieldOf(data, field);
      if (typeof loss === "number" && Number.isFinite(loss)) {
        losses.push({ iteration, step: before + step, series, loss });
      }
    }
  }
  return losses;
}

function lossFromJson(data: unknown): Result<number, string> {
  const loss = fieldOf(data, "loss");
  return typeof loss === "number" && Number.isFinite(loss)
    ? success(loss)
    : failure("`loss` must be a number");
}

/** What the charts call the fields of the log. */
const LOSSES = [
  ["training", "loss"],
  ["validation", "validation"],
] as const;

function effortsOf(log: Iterable<string>): ReadonlyMap<string, Effort> {
  const efforts = new Map<string, Effort>();
  for (const line of log) {
    const event = parseEvent(line);
    if (event?.event !== "task" || event.phase === undefined) continue;
    const [task, elapsedMs] = [event["task"], event["elapsedMs"]];
    const [firstMs, firstCandidates] = [event["firstMs"], event["firstCandidates"]];
    if (typeof task !== "string" || !isDuration(elapsedMs)) continue;
    efforts.set(effortKey(event.iteration, event.phase, task), {
      elapsedMs,
      ...(isDuration(firstMs) ? { firstMs } : {}),
      ...(isCount(firstCandidates) ? { firstCandidates } : {}),
    });
  }
  return efforts;
}

/** Of a setting, in characters. */
const MOST_SETTING = 200;

/** The settings of a run that are plain, by their names. */
function settingsText(config: unknown): RunRecord["settings"] {
  const settings = fieldOf(config, "settings");
  const budget = fieldOf(fieldOf(settings, "search"), "budget");
  const fields = [
    ["domain", fieldOf(fieldOf(config, "domain"), "spec")],
    ["candidates a task", fieldOf(budget, "candidates")],
    ["milliseconds a task", fieldOf(budget, "timeoutMs")],
    ["minibatch", fieldOf(settings, "minibatch")],
    ["programs kept", fieldOf(settings, "frontier")],
    ["abstractions at most", fieldOf(settings, "abstractions")],
    ["arguments at most", fieldOf(settings, "maxArity")],
    ["library", fieldOf(settings, "library")],
    ["grammar", fieldOf(settings, "grammar")],
    ["guide", fieldOf(config, "guide") ?? "none"],
    ["seed", fieldOf(settings, "seed")],
    ["synth", fieldOf(config, "synth")],
  ] as const;
  return fields.flatMap(([label, value]) =>
    typeof value === "string" || typeof value === "number"
      ? [[label, clip(String(value), MOST_SETTING)] as const]
      : typeof value === "boolean"
        ? [[label, value ? "yes" : "no"] as const]
        : [],
  );
}
