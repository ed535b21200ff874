import { mkdir, readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Result } from "../support/result.ts";
import { UNFINISHED, writeAtomically } from "../tasks/atomicFile.ts";

/** The phases of an iteration, in order; iteration 0 has only an evaluation. */
export const PHASES = ["wake", "abstraction", "dream", "evaluation"] as const;

export type Phase = (typeof PHASES)[number];

/** The file that a phase writes last. */
const LAST_FILES: { readonly [phase in Phase]: string } = {
  wake: "wake.json",
  abstraction: "grammar.json",
  dream: "dream.json",
  evaluation: "evaluation.json",
};

/**
 * The folder of a run:
 *
 * | file                            | holds                                                    |
 * | ------------------------------- | -------------------------------------------------------- |
 * | `config.json`                   | what the run depends on (`runConfig`)                    |
 * | `events.jsonl`                  | what happened when, a JSON object a line                 |
 * | `iteration-NN/wake.json`        | what the search found                                    |
 * | `iteration-NN/library.json`     | the abstractions learned so far                          |
 * | `iteration-NN/frontiers.json`   | the programs of each task, written with the library      |
 * | `iteration-NN/grammar.json`     | weights fitted to the frontiers                          |
 * | `iteration-NN/guide/`           | the trained guide                                        |
 * | `iteration-NN/dream.json`       | that it is trained                                       |
 * | `iteration-NN/evaluation.json`  | what the search finds of the held-out tasks              |
 *
 * A phase is over when its files are there and can be read. Each is written atomically, so that after
 * any accident the files of the phases that were over are whole, but for the last one when the disk
 * itself lost its end: a file that cannot be read counts as absent.
 */
export class RunDirectory {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  file(iteration: number, name: string): string {
    return join(this.path, iterationFolder(iteration), name);
  }

  /** The data of a file as `read` takes it; undefined when it is absent or not whole. */
  async load<T>(
    iteration: number,
    name: string,
    read: (data: unknown) => Result<T, string>,
  ): Promise<T | undefined> {
    const data = await readJson(this.file(iteration, name));
    if (data === undefined) return undefined;
    const value = read(data);
    return value.ok ? value.value : undefined;
  }

  /** Writes the data of a file. */
  async save(iteration: number, name: string, data: object): Promise<void> {
    await mkdir(join(this.path, iterationFolder(iteration)), { recursive: true });
    await writeJson(this.file(iteration, name), data);
  }

  /** Which phases are over, by what can be read now. */
  async phasesOver(): Promise<(iteration: number, phase: Phase) => boolean> {
    const over = new Set<string>();
    for (const iteration of await this.iterations()) {
      for (const phase of PHASES) {
        const last = this.file(iteration, LAST_FILES[phase]);
        if ((await readJson(last)) !== undefined) over.add(`${iteration} ${phase}`);
      }
    }
    return (iteration, phase) => over.has(`${iteration} ${phase}`);
  }

  /** Takes away what an earlier process left half written. */
  async tidy(): Promise<void> {
    const names = await readdir(this.path, { recursive: true }).catch(() => []);
    for (const name of names) {
      if (name.endsWith(UNFINISHED)) await rm(join(this.path, name), { force: true });
    }
  }

  /** Numbers of the iterations that have a folder, in order. */
  async iterations(): Promise<readonly number[]> {
    const names = await readdir(this.path).catch(() => []);
    return names
      .flatMap((name) => /^iteration-(\d{2,9})$/.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
  }
}

export const iterationFolder = (iteration: number): string =>
  `iteration-${String(iteration).padStart(2, "0")}`;

/** What a file holds as JSON; undefined when it is absent, empty or cut off. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as unknown;
  } catch {
    return undefined;
  }
}

/** Writes data to a file, as JSON that a person can read. */
export const writeJson = (path: string, data: object): Promise<void> =>
  writeAtomically(path, `${JSON.stringify(data, undefined, 1)}\n`);
