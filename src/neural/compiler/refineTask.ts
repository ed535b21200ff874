import { type ResultType, isProgram } from "./stacks.ts";
import {
  ALWAYS,
  FAULT,
  GREATEST,
  HEADER,
  LIST,
  SLOT_BYTES,
  STATE_BYTES,
  TYPE,
  sameBytes,
} from "./state.ts";
import { traceBytes, writeTrace } from "./trace.ts";

/** Examples of a program that is looked for, as slots. */
export interface RefineTask {
  readonly inputs: readonly Uint8Array[];
  readonly outputs: readonly Uint8Array[];
}

/** The task whose examples a program gives. */
export const taskOfProgram = (
  tokens: readonly number[],
  inputs: readonly Uint8Array[],
): RefineTask => ({ inputs, outputs: inputs.map((input) => resultOf(tokens, input)) });

/** The type of what the task's examples give. */
export const resultType = ({ outputs }: RefineTask): ResultType =>
  outputs[0]?.[TYPE] === LIST ? "list" : "int";

/** The slot that a program leaves, by the exact steps. */
function resultOf(tokens: readonly number[], input: Uint8Array): Uint8Array {
  const states = new Uint8Array(traceBytes(tokens.length));
  writeTrace(tokens, input, states, 0);
  const at = tokens.length * STATE_BYTES;
  return states.slice(at, at + SLOT_BYTES);
}

/** How well a program fits: examples that it gets right, and how close the others are. */
export interface Fit {
  readonly right: number;
  /** From 0 to 1: the mean over examples, of which a right one counts 1. */
  readonly closeness: number;
}

/** Runs a well-typed program on all examples by the exact steps. */
export function fitOf(tokens: readonly number[], { inputs, outputs }: RefineTask): Fit {
  let right = 0;
  let sum = 0;
  for (const [i, input] of inputs.entries()) {
    const found = resultOf(tokens, input);
    const wanted = outputs[i] as Uint8Array;
    if (sameBytes(found, 0, wanted, 0, SLOT_BYTES)) {
      right++;
      sum++;
    } else {
      sum += closenessOf(found, wanted);
    }
  }
  return { right, closeness: sum / inputs.length };
}

/** What a length that is right counts against the elements. */
const LENGTH = 0.2;
/** A result that is wrong is at most this close. */
const WRONG = 0.5;

function closenessOf(found: Uint8Array, wanted: Uint8Array): number {
  if (found[TYPE] !== wanted[TYPE] || found[FAULT] === ALWAYS) return 0;
  const [length, other] = [wanted[GREATEST] as number, found[GREATEST] as number];
  const most = Math.max(length, other);
  let sum = 0;
  for (let i = 0; i < Math.min(length, other); i++) {
    const at = HEADER + 2 * i;
    sum += 1 / (1 + Math.abs((found[at] as number) - (wanted[at] as number)));
  }
  const elements = most === 0 ? 1 : sum / most;
  return WRONG * (LENGTH * (length === other ? 1 : 0) + (1 - LENGTH) * elements);
}

/** Counts the programs that are tried, each once, up to a budget; those of another type are not. */
export class Trials {
  readonly task: RefineTask;
  /** The type of the programs that are tried. */
  readonly result: ResultType;
  readonly most: number;
  private readonly seen = new Set<string>();
  /** The first program that fits all examples, and how many were tried until then. */
  found: { readonly tokens: readonly number[]; readonly tried: number } | undefined;

  constructor(task: RefineTask, most: number) {
    this.task = task;
    this.result = resultType(task);
    this.most = most;
  }

  get tried(): number {
    return this.seen.size;
  }

  /** Is the budget spent or a program found? */
  get over(): boolean {
    return this.found !== undefined || this.seen.size >= this.most;
  }

  /** Was it tried? Programs without tokens that do nothing. */
  has(tokens: readonly number[]): boolean {
    return this.seen.has(tokens.join(" "));
  }

  /**
   * Tries a well-typed program; undefined when it is of another type or was tried before, or when nothing
   * more may be tried.
   */
  try(tokens: readonly number[]): Fit | undefined {
    if (this.over || this.has(tokens) || !isProgram(tokens, this.result)) return undefined;
    this.seen.add(tokens.join(" "));
    const fit = fitOf(tokens, this.task);
    if (fit.right === this.task.inputs.length) this.found = { tokens, tried: this.seen.size };
    return fit;
  }
}
