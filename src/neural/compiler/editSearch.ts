import type { Rng } from "../../support/rng.ts";
import { shuffled } from "../../support/shuffled.ts";
import { bare, padded, randomProgram } from "./randomProgram.ts";
import type { Trials } from "./refineTask.ts";
import { type ResultType, isProgram } from "./stacks.ts";
import { TOKENS } from "./tokens.ts";

/** How good each token would be at each place of a program of N tokens: [N * kinds], more is better. */
export type TokenGains = (tokens: readonly number[], trials: Trials) => Float32Array;

export interface EditSearchOptions {
  /** N, tokens of a program with those that do nothing. */
  readonly tokens: number;
  /** Orders the edits of a program; at random when absent. */
  readonly gains?: TokenGains;
  /** Of the edits how many are taken at random all the same. */
  readonly random: number;
  /** Programs that are kept to be edited. */
  readonly population: number;
  /** Edits of a program that are tried at a time. */
  readonly tries: number;
  /** Rounds without a better program after which the search begins anew. */
  readonly patience: number;
  /** Programs that are tried first, the most promising first. */
  readonly start?: readonly (readonly number[])[];
}

export const EDIT_SEARCH: Omit<EditSearchOptions, "tokens"> = {
  random: 0.3,
  population: 4,
  tries: 6,
  patience: 3,
};

interface Kept {
  readonly tokens: readonly number[];
  readonly closeness: number;
}

/** The most operations of a program that is drawn. */
const OPERATIONS = 4;

/**
 * Looks for a program by editing those that come close: one token is put for another, or two for two
 * neighbours, tokens that do nothing among them, so that programs grow and shrink.
 */
export function editSearch(trials: Trials, rng: Rng, options: EditSearchOptions): void {
  const { population } = options;
  let kept: Kept[] = [];
  let stale = 0;
  let next = 0;
  const keep = (tokens: readonly number[]): boolean => {
    const fit = trials.try(tokens);
    if (fit === undefined) return false;
    const worst = kept[population - 1]?.closeness ?? -1;
    kept = [...kept, { tokens, closeness: fit.closeness }]
      .sort((a, b) => b.closeness - a.closeness)
      .slice(0, population);
    return fit.closeness > worst;
  };
  for (const tokens of options.start ?? []) keep(tokens);
  // A search in which everything was tried ends all the same.
  for (let idle = 0; !trials.over && idle < IDLE;) {
    const before = trials.tried;
    if (stale >= options.patience) {
      kept = [];
      stale = 0;
    }
    if (kept.length < population) {
      keep(drawn(trials, rng, options.tokens));
    } else {
      const { tokens } = kept[next++ % kept.length] as Kept;
      const best = kept[0]?.closeness ?? 0;
      for (const edit of editsOf(tokens, trials, rng, options)) keep(edit);
      stale = (kept[0]?.closeness ?? 0) > best ? 0 : stale + 1 / population;
    }
    idle = trials.tried > before ? 0 : idle + 1;
  }
}

const IDLE = 50;

/** Tries programs drawn at random. */
export function randomSearch(trials: Trials, rng: Rng, tokens: number): void {
  for (let idle = 0; !trials.over && idle < IDLE;) {
    idle = trials.try(drawn(trials, rng, tokens)) === undefined ? idle + 1 : 0;
  }
}

/** A program of the type that is looked for; of none, after many others, the last of those. */
function drawn({ result }: Trials, rng: Rng, longest: number): readonly number[] {
  let program: readonly number[] = [];
  for (let i = 0; i < DRAWS && !isProgram(program, result); i++) {
    program = randomProgram(rng, { operations: 1 + rng.integer(OPERATIONS), longest }) ?? [];
  }
  return program;
}

const DRAWS = 50;

/** The next edits of a program to be tried. */
function editsOf(
  tokens: readonly number[],
  trials: Trials,
  rng: Rng,
  { tokens: length, gains, random, tries }: EditSearchOptions,
): readonly (readonly number[])[] {
  const layout = padded(tokens, length, rng);
  const all = shuffled(neighbours(layout, trials.result), rng);
  const better = gains?.(layout, trials);
  const order =
    better === undefined
      ? all
      : all
          .map((edit) => ({ edit, gain: gainOf(layout, edit, better) }))
          .sort((a, b) => b.gain - a.gain)
          .map(({ edit }) => edit);
  const chosen = new Map<string, readonly number[]>();
  const take = (edit: readonly number[]): void => {
    const program = bare(edit);
    if (!trials.has(program)) chosen.set(program.join(" "), program);
  };
  const ordered = better === undefined ? tries : Math.round(tries * (1 - random));
  for (let i = 0; chosen.size < ordered && i < order.length; i++) {
    take(order[i] as readonly number[]);
  }
  for (let i = 0; chosen.size < tries && i < all.length; i++) take(all[i] as readonly number[]);
  return [...chosen.values()];
}

/** Programs of the type that differ at one place, or at two neighbours. */
function neighbours(layout: readonly number[], result: ResultType): readonly (readonly number[])[] {
  const found: (readonly number[])[] = [];
  const edit = [...layout];
  for (let at = 0; at < layout.length; at++) {
    for (let token = 0; token < TOKENS.length; token++) {
      edit[at] = token;
      if (token !== layout[at] && isProgram(edit, result)) found.push([...edit]);
      if (at + 1 === layout.length || token === layout[at]) continue;
      for (let second = 0; second < TOKENS.length; second++) {
        edit[at + 1] = second;
        if (second !== layout[at + 1] && isProgram(edit, result)) found.push([...edit]);
      }
      edit[at + 1] = layout[at + 1] as number;
    }
    edit[at] = layout[at] as number;
  }
  return found;
}

const gainOf = (
  layout: readonly number[],
  edit: readonly number[],
  gains: Float32Array,
): number => {
  let sum = 0;
  for (const [at, token] of edit.entries()) {
    if (token !== layout[at]) sum += gains[at * TOKENS.length + token] as number;
  }
  return sum;
};
