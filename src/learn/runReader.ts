import type { Result } from "../support/result.ts";
import type { SourceError } from "../support/sourceError.ts";
import { toSourceError } from "../tasks/placedError.ts";
import { readRunFile, readRunLog } from "./readRunFile.ts";
import { RunDirectory } from "./runDirectory.ts";

/** Where the files of an iteration are read from. */
export type IterationFiles = Pick<RunDirectory, "load">;

/**
 * Reads a run directory to show or to use it. Other than `RunDirectory`, to which a file that cannot be
 * read is one to write anew, it keeps what is wrong with the files that are there.
 */
export class RunReader implements IterationFiles {
  /** What is wrong, in order of reading. */
  readonly problems: SourceError[] = [];
  private readonly directory: RunDirectory;

  constructor(path: string) {
    this.directory = new RunDirectory(path);
  }

  /** Numbers of the iterations, in order. */
  iterations(): Promise<readonly number[]> {
    return this.directory.iterations();
  }

  file(iteration: number, name: string): string {
    return this.directory.file(iteration, name);
  }

  /** The data of a file as `read` takes it; undefined when it is absent or wrong. */
  async load<T>(
    iteration: number,
    name: string,
    read: (data: unknown) => Result<T, string>,
  ): Promise<T | undefined> {
    const file = this.file(iteration, name);
    const data = await readRunFile(file);
    if (!data.ok) {
      this.problems.push(data.error);
      return undefined;
    }
    if (data.value === undefined) return undefined;
    const value = read(data.value);
    if (value.ok) return value.value;
    this.problems.push(toSourceError({ message: value.error }, file, ""));
    return undefined;
  }

  /** The lines of a log; none when it is absent or wrong. */
  async log(file: string): Promise<Iterable<string>> {
    const lines = await readRunLog(file);
    if (lines.ok) return lines.value;
    this.problems.push(lines.error);
    return [];
  }
}
