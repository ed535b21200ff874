import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { BackendName } from "../neural/backend.ts";
import type { Checkpoint } from "../neural/train/checkpoint.ts";
import type { TrainEvent, TrainOptions } from "../neural/train/train.ts";
import { isDomainPath } from "../tasks/loadDomain.ts";
import { commandDomain, domainOption } from "./commandDomain.ts";
import { EXIT } from "./exitCode.ts";
import { InputError } from "./inputError.ts";
import { interruptible } from "./interruptible.ts";
import { loadedBackend } from "./loadedBackend.ts";
import { inLockedRun } from "./inLockedRun.ts";
import { parseCount, parseSeed, printCount, printDuration } from "./quantity.ts";
import { recordedDomain } from "./runDomain.ts";
import type { Terminal } from "./terminal.ts";
import { type TrainingOptions, trainCompiler } from "./trainCompiler.ts";

interface TrainCommandOptions extends TrainingOptions {
  readonly model: "recognition" | "compiler";
}

/** How long a run is when it is not told. */
const MINUTES = 25;
/** Dreams take about twice the time of the steps on them: more threads than this have nothing to do. */
const ENOUGH_THREADS = 4;
/** Milliseconds between two lines of progress where nobody is watching. */
const LINE_MS = 30_000;
const LIVE_MS = 250;

export function addTrainCommand(program: Command, terminal: Terminal): void {
  program
    .command("train")
    .description("train a network that tells, from a task's examples, which programs are likely")
    .addOption(
      new Option("--model <kind>", "recognition, or the program compiler of domain micro")
        .choices(["recognition", "compiler"])
        .default("recognition"),
    )
    .addOption(domainOption())
    .addOption(
      new Option("--minutes <count>", "how long; the number of steps is set by their speed")
        .argParser(parseMinutes)
        .conflicts("steps")
        .default(undefined, `${MINUTES}, unless --steps is given`),
    )
    .addOption(
      new Option(
        "--steps <count>",
        "how many updates; the same count and seed give the same network",
      ).argParser(parseCount),
    )
    .addOption(new Option("--from <run>", "go on with a run that was ended, exactly where it is"))
    .addOption(
      new Option("--out <run>", "folder for the model, its checkpoint and log")
        .default(undefined, "runs/<domain>")
        .conflicts("from"),
    )
    .addOption(
      new Option("--seed <number>", "seed of every random choice")
        .argParser(parseSeed)
        .default(undefined, "1")
        .conflicts("from"),
    )
    .addOption(
      new Option(
        "--threads <count>",
        "recognition: threads that make up programs beside the one that trains; compiler: threads that train",
      )
        .argParser(parseThreads)
        .default(undefined, `the number of cores, at most ${ENOUGH_THREADS}, or 2 that train`),
    )
    .addOption(
      new Option("--tokens <count>", "compiler: tokens of the longest program")
        .argParser(parseTokens)
        .default(undefined, "8")
        .conflicts("from"),
    )
    .option("--json", "one JSON object a line: see docs/command-line.md")
    .addHelpText(
      "after",
      `
Nothing is trained on but programs that synth makes up from the domain's primitives and runs itself.
RUN/model.safetensors is what \`synth solve --guide\` takes. docs/recognition.md tells how it works.

Examples:
  synth train --domain list                             25 minutes, into runs/list
  synth train --domain ./grid.ts --minutes 5 --out runs/grid
  synth train --model compiler                          see docs/program-compiler.md
  synth train --from runs/list                          go on after Ctrl-C
  synth train --from runs/grid --domain ./grid.ts
  synth solve pictures.synth --domain ./grid.ts --guide runs/grid

Ctrl-C ends the training after the running step, with a checkpoint.`,
    )
    .action((options: TrainCommandOptions) =>
      options.model === "compiler" ? trainCompiler(options, terminal) : train(options, terminal),
    );
}

async function train(options: TrainCommandOptions, terminal: Terminal): Promise<void> {
  if (options.tokens !== undefined) throw new InputError("--tokens is for --model compiler");
  // Loaded here, not at the top: other commands do without TensorFlow.js.
  const neural = await import("../neural/train/session.ts");
  const begun = options.from === undefined ? undefined : await neural.openCheckpoint(options.from);
  if (begun !== undefined && !begun.ok) throw new InputError(begun.error);
  const checkpoint: Checkpoint | undefined = begun?.value;
  const spec = options.domain ?? checkpoint?.progress.domain ?? "list";
  // A module is loaded when the user names it, never because a checkpoint does.
  const domain =
    options.from === undefined || options.domain !== undefined
      ? await commandDomain(spec)
      : await recordedDomain(options.from, spec);
  const folder = options.from ?? options.out ?? usualFolder(domain.name);
  const extent = extentOf(options, checkpoint);
  const backend = await loadedBackend(neural);
  await inLockedRun(folder, "--from", async () => {
    const problem =
      checkpoint === undefined
        ? await neural.newRun(folder)
        : neural.checkpointProblem(checkpoint, domain, folder);
    if (problem !== undefined) throw new InputError(problem);
    const interruption = interruptible();
    const progress = options.json
      ? jsonProgress(terminal)
      : textProgress(terminal, { name: domain.name, folder, spec, backend: backend.name });
    const trainOptions: TrainOptions = {
      domain,
      spec,
      baseFolder: process.cwd(),
      config: checkpoint?.progress.config ?? {
        ...neural.DEFAULT_TRAINING,
        seed: options.seed ?? 1,
      },
      extent,
      folder,
      ...(checkpoint === undefined ? {} : { checkpoint }),
      threads: options.threads ?? Math.min(availableParallelism(), ENOUGH_THREADS),
      signal: interruption.signal,
      clock: () => performance.now(),
      onEvent: progress.event,
    };
    const result = await neural.train(trainOptions);
    interruption.dispose();
    progress.end(result.interrupted);
    if (result.interrupted) process.exitCode = EXIT.interrupted;
  });
}

/** A folder below `runs`, whatever a domain calls itself. */
function usualFolder(name: string): string {
  if (/^\w[\w.-]*$/.test(name)) return join("runs", name);
  throw new InputError(
    `no folder is called after domain ${JSON.stringify(name)}: name one with --out`,
  );
}

function extentOf(
  { steps, minutes }: TrainCommandOptions,
  checkpoint: Checkpoint | undefined,
): TrainOptions["extent"] {
  if (steps !== undefined) return { kind: "steps", steps };
  const before = checkpoint?.progress.steps ?? undefined;
  if (before !== undefined) {
    if (minutes === undefined) return { kind: "steps", steps: before };
    throw new InputError(
      `the run is one of ${before} steps, over which its learning rate falls: \`--minutes\` cannot change that, \`--steps\` can`,
    );
  }
  return { kind: "minutes", minutes: minutes ?? MINUTES };
}

interface ProgressDisplay {
  readonly event: (event: TrainEvent) => void;
  readonly end: (interrupted: boolean) => void;
}

function jsonProgress(terminal: Terminal): ProgressDisplay {
  return {
    event: (event) => {
      if (event.kind !== "step") terminal.print(JSON.stringify(event));
    },
    end: (interrupted) => terminal.print(JSON.stringify({ kind: "ended", interrupted })),
  };
}

function textProgress(
  terminal: Terminal,
  {
    name,
    folder,
    spec,
    backend,
  }: { name: string; folder: string; spec: string; backend: BackendName },
): ProgressDisplay {
  let shownAt = -Infinity;
  let live = false;
  const line = (text: string): void => {
    if (live) terminal.screen.write("\r\u001b[K");
    live = false;
    terminal.print(text);
  };
  const { dim } = terminal.colors;
  return {
    event: (event) => {
      switch (event.kind) {
        case "started":
          line(`${name}: ${printCount(event.parameters)} parameters on ${backend}, into ${folder}`);
          return;
        case "step": {
          const every = terminal.live ? LIVE_MS : LINE_MS;
          if (event.elapsedMs - shownAt < every) return;
          shownAt = event.elapsedMs;
          const text = stepLine(event);
          if (!terminal.live) return line(text);
          terminal.screen.write(`\r\u001b[K${dim(text)}`);
          live = true;
          return;
        }
        case "validation": {
          const { step, loss, validation, elapsedMs } = event;
          const held = validation === null ? "" : `, on held-out dreams ${validation.toFixed(3)}`;
          line(`step ${step}: loss ${loss.toFixed(3)}${held} (${printDuration(elapsedMs)})`);
        }
      }
    },
    end: (interrupted) =>
      line(
        interrupted
          ? `ended; go on with: synth train --from ${folder}${isDomainPath(spec) ? ` --domain ${spec}` : ""}`
          : `done: synth solve --guide ${folder} uses it`,
      ),
  };
}

function stepLine({ step, steps, loss, elapsedMs }: Extract<TrainEvent, { kind: "step" }>): string {
  const left =
    steps === undefined ? "" : `, ${printDuration((elapsedMs / step) * (steps - step))} left`;
  return `step ${step}${steps === undefined ? "" : ` of ${steps}`}: loss ${loss.toFixed(3)}${left}`;
}

function parseMinutes(text: string): number {
  const minutes = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (!(minutes > 0 && minutes <= 100_000)) {
    throw new InvalidArgumentError("It must be a number above 0, such as 5 or 0.5.");
  }
  return minutes;
}

function parseTokens(text: string): number {
  const tokens = parseCount(text);
  if (tokens < 4 || tokens > 32) {
    throw new InvalidArgumentError("It must be a whole number from 4 to 32.");
  }
  return tokens;
}

function parseThreads(text: string): number {
  const threads = parseCount(text);
  if (threads > 64) throw new InvalidArgumentError("It must be a whole number from 1 to 64.");
  return threads;
}
