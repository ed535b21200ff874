import pc from "picocolors";

/** Where a command writes, and what the reader's side can show. */
export interface Terminal {
  /** Results: standard output. */
  print(line: string): void;
  /** Standard output itself, for displays that redraw it. */
  readonly screen: NodeJS.WriteStream;
  /** Errors and progress: standard error. */
  printError(line: string): void;
  /** Columns for tables; Infinity when output is no terminal. */
  readonly width: number;
  /** Is someone watching, so that a display may redraw itself? */
  readonly live: boolean;
  readonly colors: ReturnType<typeof pc.createColors>;
}

/**
 * The process's own streams. A reader that goes away (`| head`) ends the process in silence. What others
 * write to `process.stdout` from now on, a user's module for one, goes to standard error: it must not
 * get between the results.
 */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(0);
      throw error;
    });
  }
  const { stdout } = process;
  const write = stdout.write.bind(stdout);
  stdout.write = process.stderr.write.bind(process.stderr);
  const live = process.stdout.isTTY && process.stderr.isTTY && process.env["TERM"] !== "dumb";
  return {
    print: (line) => write(`${line}\n`),
    screen: Object.create(stdout, { write: { value: write } }) as NodeJS.WriteStream,
    printError: (line) => process.stderr.write(`${line}\n`),
    width: process.stdout.isTTY ? process.stdout.columns : Infinity,
    live,
    colors: pc.createColors(pc.isColorSupported && process.stdout.isTTY),
  };
}
