import { type ChildProcess, fork } from "node:child_process";
import type { Socket } from "node:net";
import { InternalError } from "../support/internalError.ts";
import {
  type Lost,
  OUT_OF_MEMORY,
  type Ready,
  type Reply,
  type Request,
  type TaskOrder,
  type WorkerMessage,
  type WorkerOrder,
} from "./workerProtocol.ts";

/** Between two looks at a worker that has not answered. */
const TICK_MS = 100;
/** A worker that is not ready after this is given up. */
const START_MS = 30_000;
/** After its end is told, its last words are waited for no longer than this. */
const LAST_WORDS_MS = 500;
/** How what V8 writes begins before it ends a process. */
const V8_DUMP = /\n?<--- Last few GCs --->|\n*#\n# Fatal |FATAL ERROR: /;
const V8_MEMORY = /Last few GCs|out of memory|invalid \w+ (size|length)|allocation failed/i;
const LONGEST_DUMP = 10_000;

export interface AskOptions {
  /**
   * Called again and again while the worker gives no sign of life.
   *
   * @param quietMs since its last sign; time in which this process itself was stopped is not in it
   * @returns why to give the worker up; undefined to wait on
   */
  readonly patience: (quietMs: number) => string | undefined;
  readonly onProgress?: (candidates: number) => void;
}

interface Waiting {
  /** It keeps this process running. */
  readonly ticker: NodeJS.Timeout;
  readonly message: Promise<WorkerMessage>;
}

/**
 * A process that loads domains and searches, seen from the one that started it. It answers one
 * request at a time, whatever becomes of it. While it has none, it keeps nobody from ending.
 */
export class WorkerProcess {
  private readonly started: Waiting;
  private readonly child: ChildProcess;
  private lost: Lost | undefined;
  private killed: string | undefined;
  private dump = "";
  private heard: (message: WorkerMessage) => void = () => {};

  /** @param memoryBytes what a search may take by its own account */
  constructor(memoryBytes: number) {
    this.child = fork(new URL("./worker.js", import.meta.url), [String(memoryBytes)], {
      // For bigint and undefined.
      serialization: "advanced",
      // Not this process's: among them may be the text of a script, or a debugger's port.
      execArgv: [],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.child.on("message", (message: WorkerMessage) => {
      if (message.kind === "lost") this.lost ??= message;
      else this.heard(message);
    });
    const ended = (reason: string): void => {
      this.lost ??= { kind: "lost", reason };
      this.heard(this.lost);
    };
    this.child.on("error", (error) => {
      if (this.child.pid === undefined)
        ended(`no worker process could be started: ${error.message}`);
    });
    // After `exit` there may be words of it still to be read. `close` comes after them, but never
    // when it left a process of its own behind that holds its streams.
    this.child.on("exit", (code, signal) => {
      setTimeout(() => ended(this.reason(code, signal)), LAST_WORDS_MS).unref();
    });
    this.child.on("close", (code, signal) => ended(this.reason(code, signal)));
    this.relay(this.child.stdout as Socket | null);
    this.relay(this.child.stderr as Socket | null);
    this.child.unref();
    this.child.channel?.unref();
    this.started = this.wait({
      patience: (quietMs) => (quietMs > START_MS ? "a worker process did not start" : undefined),
    });
    this.started.ticker.unref();
  }

  /** Waits until it takes requests. */
  async ready(): Promise<Ready | Lost> {
    this.started.ticker.ref();
    const message = await this.started.message;
    return message.kind === "ready" || message.kind === "lost" ? message : outOfOrder();
  }

  /** Can it still take a request? */
  get usable(): boolean {
    return this.lost === undefined && !this.givenUp && this.child.connected;
  }

  /** Did this side end it, because it hung or the run is over? */
  get givenUp(): boolean {
    return this.killed !== undefined;
  }

  /**
   * Loads a domain there.
   *
   * @param limit how long it may take, in milliseconds, asked for again and again
   */
  async load(
    domain: string,
    baseFolder: string,
    limit: () => number,
  ): Promise<Extract<Reply, { kind: "loaded" }> | Lost> {
    const reply = await this.ask(
      { kind: "load", domain, baseFolder },
      { patience: (quietMs) => (quietMs > limit() ? `loading ${domain} does not end` : undefined) },
    );
    return reply.kind === "report" ? outOfOrder() : reply;
  }

  /** Searches a task, whose domain was loaded before. */
  async solve(
    order: TaskOrder,
    options: AskOptions,
  ): Promise<Extract<Reply, { kind: "report" }> | Lost> {
    const reply = await this.ask({ kind: "solve", order }, options);
    return reply.kind === "loaded" ? outOfOrder() : reply;
  }

  private async ask(request: Request, options: AskOptions): Promise<Reply | Lost> {
    if (this.lost !== undefined) return this.lost;
    const { message, ticker } = this.wait(options);
    try {
      this.send(request);
    } catch (error) {
      clearInterval(ticker);
      this.heard = () => {};
      return { kind: "lost", reason: `this cannot be sent to a worker process: ${String(error)}` };
    }
    const reply = await message;
    return reply.kind === "ready" || reply.kind === "progress" ? outOfOrder() : reply;
  }

  /** Asks the search that runs to end with what it has found. */
  cancel(): void {
    this.send({ kind: "cancel" });
  }

  /** Ends the process, whatever it does. */
  kill(reason: string): void {
    this.killed ??= reason;
    this.child.kill("SIGKILL");
  }

  private send(order: WorkerOrder): void {
    // An error of the channel means that the process is ending, which is told otherwise.
    if (this.child.connected) this.child.send(order, () => {});
  }

  private wait({ patience, onProgress }: AskOptions): Waiting {
    let quietMs = 0;
    // Counted, not read off a clock: while this process is stopped it hears nothing.
    const ticker = setInterval(() => {
      quietMs += TICK_MS;
      const reason = patience(quietMs);
      if (reason !== undefined) this.kill(reason);
    }, TICK_MS);
    const message = new Promise<WorkerMessage>((resolve) => {
      this.heard = (heard) => {
        if (heard.kind === "progress") {
          quietMs = 0;
          onProgress?.(heard.candidates);
          return;
        }
        clearInterval(ticker);
        this.heard = () => {};
        resolve(heard);
      };
    });
    return { ticker, message };
  }

  /**
   * What a user's module prints must not get between the results on standard output. What V8 writes
   * before it ends a process is kept: it says why.
   */
  private relay(stream: Socket | null): void {
    if (stream === null) return;
    stream.unref();
    stream.on("error", () => {});
    stream.on("data", (chunk: Buffer) => {
      const text = chunk.toString("latin1");
      const start = this.dump === "" ? text.search(V8_DUMP) : 0;
      if (start !== -1 && this.dump.length < LONGEST_DUMP) this.dump += text.slice(start);
      const printed = start === -1 ? chunk : chunk.subarray(0, start);
      if (printed.length === 0 || process.stderr.write(printed)) return;
      stream.pause();
      process.stderr.once("drain", () => stream.resume());
    });
  }

  private reason(code: number | null, signal: string | null): string {
    if (this.killed !== undefined) return this.killed;
    if (V8_MEMORY.test(this.dump)) return OUT_OF_MEMORY;
    return signal === null
      ? `the worker process ended with exit code ${code}`
      : `the worker process was killed by ${signal}`;
  }
}

function outOfOrder(): never {
  throw new InternalError("a worker process answered something else than it was asked");
}
