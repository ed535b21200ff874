import { SLOT_TOKENS } from "../neural/compiler/compilerConfig.ts";
import { POSITIONS } from "../neural/compiler/state.ts";
import { STACK_DEPTH } from "../neural/compiler/stacks.ts";

/** A map of arithmetic as `arithmeticMap` gives it: [results, numbers]. */
export interface ArithmeticMap {
  readonly map: Float32Array;
  /** Bounds of all slots, and a constant. */
  readonly numbers: number;
}

const SLOT_NAMES = ["top", "2nd", "3rd", "x"];
const SUBSCRIPTS = "₁₂₃₄₅₆₇₈₉";
/** Terms smaller than this are left out, and those beyond so many. */
const LEAST_TERM = 0.05;
const MOST_TERMS = 7;

/** A bound by its number, such as `top₂↑` for the greatest integer of the second position. */
function boundName(number: number): string {
  const slot = Math.floor(number / (2 * POSITIONS));
  const place = Math.floor((number % (2 * POSITIONS)) / 2);
  return `${SLOT_NAMES[slot]}${SUBSCRIPTS[place]}${number % 2 === 0 ? "↓" : "↑"}`;
}

/** The row of the result that a position of the top of the stack is told. */
const resultRow = (slot: number, position: number, bound: number): number =>
  2 * (slot * SLOT_TOKENS + 1 + position) + bound;

/**
 * What arithmetic tells a position of the top of the stack, as a sum of the bounds that count.
 *
 * @param position from 0
 * @param bound 0 for the least integer, 1 for the greatest
 */
export function arithmeticText(
  { map, numbers }: ArithmeticMap,
  position: number,
  bound: 0 | 1,
): string {
  const row = resultRow(0, position, bound) * numbers;
  const own = Array.from(map.subarray(row, row + numbers));
  const constant = own.pop() ?? 0;
  const terms = own
    .map((weight, number) => ({ weight, name: boundName(number) }))
    .filter(({ weight }) => Math.abs(weight) >= LEAST_TERM)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const shown = terms
    .slice(0, MOST_TERMS)
    .map(({ weight, name }) => ({ weight, name: ` ${name}` }));
  const all = [
    ...shown,
    ...(Math.abs(constant) >= LEAST_TERM || terms.length === 0
      ? [{ weight: constant, name: "" }]
      : []),
  ];
  const sum = all.map(({ weight, name }, i) => {
    const sign = weight < 0 ? (i === 0 ? "−" : "− ") : i === 0 ? "" : "+ ";
    return `${sign}${Math.abs(weight).toFixed(2)}${name}`;
  });
  const more = terms.length > MOST_TERMS ? " …" : "";
  return `${boundName(2 * position + bound)} ≈ ${sum.join(" ")}${more}`;
}

/** The part of a map that the positions of the stack are told, [3 * 6 * 2, numbers]. */
export function stackPart({ map, numbers }: ArithmeticMap): Float32Array {
  const part = new Float32Array(STACK_DEPTH * POSITIONS * 2 * numbers);
  for (let slot = 0, to = 0; slot < STACK_DEPTH; slot++) {
    for (let i = 0; i < 2 * POSITIONS; i++, to += numbers) {
      const row = resultRow(slot, 0, 0) + i;
      part.set(map.subarray(row * numbers, (row + 1) * numbers), to);
    }
  }
  return part;
}
