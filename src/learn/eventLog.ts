import { type FileHandle, open, readFile, stat } from "node:fs/promises";
import { parsedJson } from "../support/jsonObject.ts";
import { writeAtomically } from "../tasks/atomicFile.ts";
import type { Phase } from "./runDirectory.ts";

/** A line of `events.jsonl`. Times are for people and charts; no result depends on them. */
export interface RunEvent {
  readonly event: "run" | "task" | "phase";
  readonly iteration: number;
  readonly phase?: Phase;
  readonly [field: string]: unknown;
}

/** What a log is written to: the file of `EventLog.open`. */
export type EventFile = Pick<FileHandle, "appendFile" | "sync" | "close">;

/** The log of a run. Each phase's events end with one called `phase`. */
export class EventLog {
  private readonly file: EventFile;
  /** What `note` was given, one write after the other. It fails with the first of them. */
  private noted: Promise<void> = Promise.resolve();

  constructor(file: EventFile) {
    this.file = file;
  }

  /**
   * Opens a log. What an earlier process left of a phase that was not over is taken out, since the
   * phase is repeated.
   *
   * @param isOver whether the files of a phase are there
   */
  static async open(
    path: string,
    isOver: (iteration: number, phase: Phase) => boolean,
  ): Promise<EventLog> {
    // What is no file, such as a pipe, has no end, and is replaced.
    const isFile = await stat(path).then(
      (found) => found.isFile(),
      () => false,
    );
    const text = isFile ? await readFile(path, "utf8") : "";
    const kept = text
      .split("\n")
      .filter((line) => {
        const event = parseEvent(line);
        return (
          event !== undefined && (event.phase === undefined || isOver(event.iteration, event.phase))
        );
      })
      .map((line) => `${line}\n`)
      .join("");
    // Even when it is the same: it replaces a link, which could lead to any file.
    await writeAtomically(path, kept);
    return new EventLog(await open(path, "a"));
  }

  /** Writes an event after those noted before; throws what the first of the failed writes did. */
  async write(event: RunEvent): Promise<void> {
    this.note(event);
    await this.noted;
  }

  /** Writes an event without waiting for it. A failure is kept for the next `write`. */
  note(event: RunEvent): void {
    this.noted = this.noted.then(() => this.file.appendFile(`${JSON.stringify(event)}\n`));
    // It is not unhandled: `write` throws it.
    this.noted.catch(() => {});
  }

  /** To be called once, after a failure too. */
  async close(): Promise<void> {
    await this.noted.catch(() => {});
    await this.file.sync().catch(() => {});
    await this.file.close();
  }
}

/** The event of a line; undefined when the line is none, as one that was cut off. */
export function parseEvent(line: string): RunEvent | undefined {
  const event = parsedJson(line) as Partial<RunEvent> | null | undefined;
  return typeof event?.event === "string" && typeof event.iteration === "number"
    ? (event as RunEvent)
    : undefined;
}
