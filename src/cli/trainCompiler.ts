import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { TrainCompilerEvent } from "../neural/compiler/trainCompiler.ts";
import { COMPILER_DOMAIN } from "./compilerModelFile.ts";
import { EXIT } from "./exitCode.ts";
import { InputError } from "./inputError.ts";
import { interruptible } from "./interruptible.ts";
import { loadedBackend } from "./loadedBackend.ts";
import { inLockedRun } from "./inLockedRun.ts";
import { printCount, printDuration } from "./quantity.ts";
import type { Terminal } from "./terminal.ts";

/** What `synth train` is told, whatever it trains. */
export interface TrainingOptions {
  readonly domain?: string;
  readonly minutes?: number;
  readonly steps?: number;
  readonly from?: string;
  readonly out?: string;
  readonly seed?: number;
  readonly threads?: number;
  /** Of a program compiler: N. */
  readonly tokens?: number;
  readonly json?: boolean;
}

/** Milliseconds between two lines of progress. */
const LINE_MS = 30_000;

/** `synth train --model compiler`: trains a program compiler, or goes on with a run. */
export async function trainCompiler(options: TrainingOptions, terminal: Terminal): Promise<void> {
  if (options.minutes !== undefined || (options.domain ?? COMPILER_DOMAIN) !== COMPILER_DOMAIN) {
    throw new InputError(`a program compiler is trained for --steps, on domain ${COMPILER_DOMAIN}`);
  }
  // Loaded here, not at the top: other commands do without TensorFlow.js.
  const neural = await import("../neural/compiler/compilerSession.ts");
  const begun =
    options.from === undefined ? undefined : await neural.openCompilerCheckpoint(options.from);
  if (begun !== undefined && !begun.ok) throw new InputError(begun.error);
  const checkpoint = begun?.value;
  const done = checkpoint?.progress.step ?? 0;
  if (options.steps !== undefined && options.steps <= done) {
    throw new InputError(
      `the run has ${done} steps already: --steps must be more than that, or left out to end as it began`,
    );
  }
  const folder = options.from ?? options.out ?? join("runs", "compiler");
  const backend = await loadedBackend(neural);
  await inLockedRun(folder, "--from", async () => {
    if (checkpoint === undefined) {
      const problem = await neural.newRun(folder);
      if (problem !== undefined) throw new InputError(problem);
    }
    const before = checkpoint?.progress.training;
    const { COMPILER_TRAINING: usual } = neural;
    const tokens = options.tokens ?? usual.model.tokens;
    const training = {
      ...(before ?? {
        ...usual,
        model: { ...usual.model, tokens },
        data: { ...usual.data, tokens },
      }),
      seed: before?.seed ?? options.seed ?? 1,
      steps: options.steps ?? before?.steps ?? neural.COMPILER_EXTENT.steps,
    };
    const interruption = interruptible();
    let shownAt = -Infinity;
    const result = await neural.trainCompiler({
      training,
      ...neural.COMPILER_EXTENT,
      pool: neural.poolOf(training.model.tokens),
      folder,
      ...(checkpoint === undefined ? {} : { checkpoint }),
      threads: options.threads ?? Math.min(availableParallelism(), training.shards),
      signal: interruption.signal,
      clock: () => performance.now(),
      onEvent: (event) => {
        if (options.json === true) {
          if (event.kind !== "step") terminal.print(JSON.stringify(event));
          return;
        }
        if (event.kind === "step") {
          // Each phase has its own time.
          if (event.step > 1 && event.elapsedMs - shownAt < LINE_MS) return;
          shownAt = event.elapsedMs;
        }
        terminal.print(lineOf(event, `${backend.name}, into ${folder}`));
      },
    });
    interruption.dispose();
    if (options.json === true) {
      terminal.print(JSON.stringify({ kind: "ended", interrupted: result.interrupted }));
    } else if (result.interrupted) {
      terminal.print(`ended; go on with: synth train --model compiler --from ${folder}`);
    } else {
      terminal.print(`done: synth compile --model ${folder} uses it`);
    }
    if (result.interrupted) process.exitCode = EXIT.interrupted;
  });
}

/** What a line of progress begins with. */
const PHASES = {
  networks: "",
  source: "the compiler of source order, ",
  guesser: "the network that guesses from examples, ",
} as const;

function lineOf(event: TrainCompilerEvent, place: string): string {
  const percent = (shares: readonly number[]): string =>
    shares.map((share) => (100 * share).toFixed(0)).join(" ");
  switch (event.kind) {
    case "started":
      return `${printCount(event.parameters)} parameters, ${printCount(event.programs)} programs, on ${place}`;
    case "step": {
      const { phase, step, steps, loss, elapsedMs } = event;
      const left = printDuration((elapsedMs / step) * (steps - step));
      return `${PHASES[phase]}step ${step} of ${steps}: loss ${loss.toFixed(3)}, ${left} left`;
    }
    case "validation": {
      const { step, loss, values, ranges, elapsedMs } = event;
      return `step ${step}: loss ${loss.toFixed(3)}, held-out programs right by length, percent: ${percent(values)} on values, ${percent(ranges)} on ranges (${printDuration(elapsedMs)})`;
    }
    case "distilled":
      return `the compiler of source order is distilled: mean squared error ${event.loss.toFixed(4)}`;
    case "guesser":
      return `the network that guesses from examples is trained: loss ${event.loss.toFixed(3)}`;
  }
}
