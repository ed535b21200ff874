// The dream sleep that trains a recognition network. Importing this loads TensorFlow.js.
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Domain } from "../dsl/domain.ts";
import type { WeightedGrammar } from "../dsl/weightedGrammar.ts";
import { loadGuide } from "../neural/recognition/loadGuide.ts";
import { MODEL_FILE } from "../neural/recognition/modelFolder.ts";
import {
  DEFAULT_TRAINING,
  type TrainingConfig,
  loadBackend,
  openCheckpoint,
  train,
} from "../neural/train/session.ts";
import { TrainingError } from "../neural/train/trainingError.ts";
import { codeOf } from "../support/codeOf.ts";
import { InternalError } from "../support/internalError.ts";
import { renderSourceError } from "../support/sourceError.ts";
import { unreadable } from "../tasks/findTaskFiles.ts";
import type { Task } from "../tasks/task.ts";
import type { DreamSleep, DreamState } from "./dreamSleep.ts";

/**
 * What is trained for as few steps as a sleep has remembers less of its beginnings; and dreams are shown
 * more often, and what making them may take is bounded, since with a library of definitions that takes
 * longer than learning from them: definitions that take functions call one another.
 */
const SHORT = {
  averageDecay: 0.99,
  validateEvery: 100,
  validationChunks: 16,
  views: 5,
  mostCalls: 4e6,
} as const;

/**
 * @param steps updates of the network in each sleep
 * @param config what is other than usual in the training
 * @param threads that dream; the result does not depend on it
 */
export const recognitionSleep = (
  steps: number,
  config: Partial<TrainingConfig> = {},
  threads = 1,
): DreamSleep => ({
  kind: `recognition 3, ${steps} steps`,
  train: (state) => trainGuide(state, steps, { ...DEFAULT_TRAINING, ...SHORT, ...config }, threads),
  isWhole: async (folder, domain) => {
    if (!(await isThere(join(folder, MODEL_FILE)))) return false;
    const guide = await loadGuide(folder, domain);
    if (guide.ok) guide.value.dispose();
    return guide.ok;
  },
  weights: askGuide,
});

/**
 * Is there a file?
 *
 * @throws TrainingError when it is there and cannot be read: it need not be damaged
 */
async function isThere(file: string): Promise<boolean> {
  try {
    await (await open(file)).close();
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === "ENOENT") return false;
    throw new TrainingError(`${file}: ${unreadable(thrown)}`);
  }
}

async function trainGuide(
  state: DreamState,
  steps: number,
  config: Omit<TrainingConfig, "seed">,
  threads: number,
): Promise<{ readonly loss: number } | undefined> {
  const { domain, spec, folder, library, without, solved, signal, onProgress } = state;
  await loadBackend();
  const begun = await openCheckpoint(folder);
  if (!begun.ok) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
  }
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
    config: { ...config, seed: state.seed },
    extent: { kind: "steps", steps },
    folder,
    ...(begun.ok ? { checkpoint: begun.value } : {}),
    threads,
    ...(signal === undefined ? {} : { signal }),
    // Stands still, so that no time is in the files: how long it took is told by the events of the run.
    clock: () => 0,
    onEvent: (event) => {
      if (event.kind === "step") onProgress?.({ step: event.step, steps, loss: event.loss });
    },
  });
  if (result.interrupted) return undefined;
  if (result.validated === null) throw new InternalError("a training ends with a validation");
  return { loss: result.validated.validation ?? result.validated.loss };
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
