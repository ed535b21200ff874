import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { lookup } from "../ops/lookup.ts";
import type { CompilerConfig } from "./compilerConfig.ts";
import type { CompilerParameters } from "./compilerModel.ts";
import type { ExecutorParameters } from "./executor.ts";
import { type RunOptions, freeRun, nextStates } from "./freeRun.ts";
import { inputSlot, memberOf, randomInput, randomRangeSlot } from "./inputs.ts";
import type { Program } from "./programPool.ts";
import { encodePrograms } from "./programEncoder.ts";
import { padded } from "./randomProgram.ts";
import { type Widths, addWidths, stackIncludes } from "./rangeFit.ts";
import { ALWAYS, SLOT_BYTES, STATE_BYTES, readValue, FAULT, slotContains } from "./state.ts";
import { trace, traceBytes } from "./trace.ts";
import { TOKENS } from "./tokens.ts";
import type { TransitionBatch } from "./transitions.ts";

/** How well programs are run by the network alone. Shares are from 0 to 1. */
export interface Accuracy {
  readonly programs: number;
  /** Runs whose result is right to the byte: value, or interval of each position and fault. */
  readonly exact: number;
  /** Programs that are right on all of their inputs. */
  readonly exactOnAll: number;
  /** Runs that the commonest result of all runs would get right: what is had for nothing. */
  readonly trivial: number;
  /** Of values that lie in the ranges of inputs, those whose results lie in the result's range. */
  readonly covered: number;
  /** Integers in the intervals of results, for one in the exact ones, over positions that both have. */
  readonly width: number;
}

/** How programs of N tokens in postfix order become micro-operations [P*N, k M]. */
export type Compile = (programs: readonly (readonly number[])[]) => Tensor2D;

/** Inputs of one program in a test. */
export const INPUTS_PER_PROGRAM = 5;
/** A program of N tokens and the slot of its argument. */
interface Run {
  readonly tokens: readonly number[];
  readonly argument: Uint8Array;
}

/** A compiler and the executor that its micro-operations are for. */
export interface Compiled {
  readonly compile: Compile;
  readonly executor: ExecutorParameters;
  readonly config: CompilerConfig;
}

/** The compiler that reads programs in the order in which they run. */
export const postfixCompiler = (p: CompilerParameters, config: CompilerConfig): Compiled => ({
  compile: (programs) => encodePrograms(p.encoder, config, Int32Array.from(programs.flat())),
  executor: p.executor,
  config,
});

/** Runs that are made at a time. */
const RUNS_AT_ONCE = 500;
/** Values drawn from each range. */
const MEMBERS = 5;

/**
 * Runs programs on five inputs of two elements or more each.
 *
 * @param kind whether the inputs are values or ranges
 */
export function accuracyOf(
  { compile, executor, config }: Compiled,
  programs: readonly Program[],
  kind: "values" | "ranges",
  rng: Rng,
  options: RunOptions = {},
): Accuracy {
  const runs = programs.flatMap(({ tokens }) => {
    const full = padded(tokens, config.tokens);
    return Array.from({ length: INPUTS_PER_PROGRAM }, () => ({
      tokens: full,
      argument: kind === "values" ? inputSlot(randomInput(rng, 2)) : randomRangeSlot(rng, 2),
    }));
  });
  const bytes = traceBytes(config.tokens);
  const end = config.tokens * STATE_BYTES;
  const runAll = (some: readonly Run[]): Uint8Array => {
    const micro = tf.tidy(() => compile(some.map(({ tokens }) => tokens)));
    const states = freeRun(
      executor,
      config,
      micro,
      some.map(({ argument }) => argument),
      options,
    );
    micro.dispose();
    return states;
  };
  const results = new Map<string, number>();
  let exact = 0;
  let exactOnAll = 0;
  let members = 0;
  let covered = 0;
  const widths: Widths = { found: 0, exact: 0 };
  for (let from = 0; from < runs.length; from += RUNS_AT_ONCE) {
    const some = runs.slice(from, from + RUNS_AT_ONCE);
    const found = runAll(some);
    for (let first = 0; first < some.length; first += INPUTS_PER_PROGRAM) {
      let right = 0;
      for (let i = first; i < first + INPUTS_PER_PROGRAM; i++) {
        const { tokens, argument } = some[i] as Run;
        const exactly = trace(tokens, argument);
        const wanted = slotText(exactly, end);
        addWidths(widths, found, i * bytes + end, exactly, end);
        results.set(wanted, (results.get(wanted) ?? 0) + 1);
        if (slotText(found, i * bytes + end) === wanted) right++;
        for (let j = 0; j < MEMBERS; j++) {
          const states = trace(tokens, inputSlot(memberOf(argument, rng)));
          // Only what has a value can be covered.
          if (states[end + FAULT] === ALWAYS) continue;
          members++;
          if (slotContains(found, i * bytes + end, readValue(states, end))) covered++;
        }
      }
      exact += right;
      if (right === INPUTS_PER_PROGRAM) exactOnAll++;
    }
  }
  return {
    programs: programs.length,
    exact: exact / runs.length,
    exactOnAll: exactOnAll / programs.length,
    trivial: Math.max(0, ...results.values()) / runs.length,
    covered: covered / members,
    width: widths.found / widths.exact,
  };
}

const slotText = (states: Uint8Array, slot: number): string =>
  states.subarray(slot, slot + SLOT_BYTES).join(" ");

/** Single steps of each kind of token: how many there were, and how many states were right. */
export interface StepCounts {
  readonly made: Float64Array;
  readonly right: Float64Array;
  /** States that speak of all that the exact ones speak of. */
  readonly covered: Float64Array;
  /** Integers in the intervals of the top of the stack, found and exact, over positions that both have. */
  readonly widths: readonly Widths[];
}

/** Makes the steps of a batch, each from its true state before, and counts those that are right. */
export function countSteps(
  p: CompilerParameters,
  config: CompilerConfig,
  batch: TransitionBatch,
  options: RunOptions = {},
): StepCounts {
  let found = batch.before;
  tf.tidy(() => {
    const micro = encodePrograms(p.encoder, config, batch.programs);
    const taken = lookup(micro, tf.tensor1d(batch.rows, "int32"));
    found = nextStates(p.executor, config, batch.before, taken, options);
  });
  const made = new Float64Array(TOKENS.length);
  const right = new Float64Array(TOKENS.length);
  const covered = new Float64Array(TOKENS.length);
  const widths = TOKENS.map((): Widths => ({ found: 0, exact: 0 }));
  for (const [i, row] of batch.rows.entries()) {
    const token = batch.programs[row] as number;
    made[token] = (made[token] as number) + 1;
    const at = i * STATE_BYTES;
    let same = true;
    for (let j = at; j < at + STATE_BYTES && same; j++) same = found[j] === batch.after[j];
    if (same) right[token] = (right[token] as number) + 1;
    if (stackIncludes(found, at, batch.after, at)) covered[token] = (covered[token] as number) + 1;
    addWidths(widths[token] as Widths, found, at, batch.after, at);
  }
  return { made, right, covered, widths };
}
