import { join } from "node:path";
import { fieldOf } from "../support/jsonObject.ts";
import { failure, success } from "../support/result.ts";
import { phaseTimes } from "./phaseTimes.ts";
import { type TaskOutcome, outcomesFromJson } from "./runFiles.ts";
import { RunReader } from "./runReader.ts";

/** What an iteration came to. */
export interface IterationSummary {
  /** Of the tasks held out. */
  readonly evaluation: readonly TaskOutcome[];
  /** Of the library. */
  readonly abstractions: number;
  /** Milliseconds that the run has taken so far, by its log. */
  readonly elapsedMs: number;
}

/** The iterations of a run that have an evaluation, in order; the first one is before learning. */
export async function runHistory(path: string): Promise<readonly IterationSummary[]> {
  const reader = new RunReader(path);
  const times = phaseTimes(await reader.log(join(path, "events.jsonl")));
  const summaries: IterationSummary[] = [];
  let elapsedMs = 0;
  for (const iteration of await reader.iterations()) {
    const evaluation = await reader.load(iteration, "evaluation.json", outcomesFromJson);
    const abstractions = await reader.load(iteration, "library.json", countAbstractions);
    elapsedMs += times.get(iteration) ?? 0;
    if (evaluation === undefined) break;
    summaries.push({ evaluation, abstractions: abstractions ?? 0, elapsedMs });
  }
  return summaries;
}

function countAbstractions(data: unknown) {
  const listed = fieldOf(data, "abstractions");
  return Array.isArray(listed) ? success(listed.length) : failure("`abstractions` must be a list");
}
