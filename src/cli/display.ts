import { createLogUpdate } from "log-update";
import type { Terminal } from "./terminal.ts";

/** Permanent lines, and below them, on a terminal, a few lines that are redrawn as things change. */
export interface Display {
  print(line: string): void;
  /** Replaces the lines at the bottom. Does nothing when nobody is watching. */
  status(lines: readonly string[]): void;
  /** Takes the status lines away and gives the cursor back. */
  close(): void;
}

export function createDisplay(terminal: Terminal): Display {
  if (!terminal.live)
    return { print: (line) => terminal.print(line), status: () => {}, close: () => {} };
  const log = createLogUpdate(terminal.screen, { showCursor: false });
  let last: readonly string[] = [];
  return {
    print: (line) => {
      log.clear();
      terminal.print(line);
      if (last.length > 0) log(last.join("\n"));
    },
    status: (lines) => {
      last = lines;
      log(lines.join("\n"));
    },
    close: () => {
      last = [];
      log.clear();
      log.done();
    },
  };
}
