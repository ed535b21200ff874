// The dream sleep that trains a recognition network. Importing this loads TensorFlow.js.
import { rm } from "node:fs/promises";
import type { Domain } from "../dsl/domain.ts";
import type { WeightedGrammar } from "../dsl/weightedGrammar.ts";
import { loadGuide } from "../neural/recognition/loadGuide.ts";
import {
  DEFAULT_TRAINING,
  loadBackend,
  newRun,
  openCheckpoint,
  train,
} from "../neural/train/session.ts";
import { InternalError } from "../support/internalError.ts";
import { renderSourceError } from "../support/sourceError.ts";
import type { Task } from "../tasks/task.ts";
import type { DreamSleep, DreamState } from "./dreamSleep.ts";

/** What is trained for as few steps as a sleep has remembers less of its beginnings. */
const SHORT = { averageDecay: 0.99, validateEvery: 100, validationChunks: 16 } as const;

/** @param steps updates of the network in each sleep */
export const recognitionSleep = (steps: number): DreamSleep => ({
  kind: `recognition 1, ${steps} steps`,
  train: (state) => trainGuide(state, steps),
  weights: askGuide,
});

async function trainGuide(
  state: DreamState,
  steps: number,
): Promise<{ readonly loss: number } | undefined> {
  const { domain, spec, folder, library, without, solved, signal, onProgress } = state;
  await loadBackend();
  const begun = await openCheckpoint(folder);
  if (!begun.ok) {
    await rm(folder, { recursive: true, force: true });
    const problem = await newRun(folder);
    if (problem !== undefined) throw new InternalError(renderSourceError(problem));
  }
  let loss = 0;
  const result = await train({
    domain,
    spec,
    baseFolder: process.cwd(),
    definitions: library,
    without,
    replays: solved.flatMap(({ task, programs }) =>
      programs.map((program) => ({
        request: task.request,
        program,
        examples: task.examples,
      })),
    ),
    config: { ...DEFAULT_TRAINING, ...SHORT, seed: state.seed },
    extent: { kind: "steps", steps },
    folder,
    ...(begun.ok ? { checkpoint: begun.value } : {}),
    threads: 1,
    ...(signal === undefined ? {} : { signal }),
    clock: () => performance.now(),
    onEvent: (event) => {
      if (event.kind === "step") onProgress?.({ step: event.step, steps, loss: event.loss });
      else if (event.kind === "validation") loss = event.validation ?? event.loss;
    },
  });
  return result.interrupted ? undefined : { loss };
}

async function askGuide(
  folder: string,
  tasks: readonly Task[],
  domain: Domain,
): Promise<readonly WeightedGrammar[]> {
  const guide = await loadGuide(folder, domain);
  if (!guide.ok) throw new InternalError(renderSourceError(guide.error));
  try {
    return tasks.map((task) => guide.value.weights(task, domain));
  } finally {
    guide.value.dispose();
  }
}
