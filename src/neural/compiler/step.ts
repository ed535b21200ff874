/**
 * The exact transitions of the stack machine on ranges: for each token the smallest state that holds
 * what the token makes of every value in the state before (the best transformer, Cousot and Cousot
 * 1977), as far as a state can tell values apart. One function for values and ranges: on a state of
 * single values it is the meaning of the domain `micro`. Longer than most files because there is one
 * small function an instruction, all over the same bytes.
 */
import {
  ABSENT,
  ALWAYS,
  ARGUMENT,
  BASE,
  FAULT,
  GREATEST,
  HEADER,
  INTEGER,
  INTEGERS,
  LEAST,
  LIST,
  NEVER,
  PERHAPS,
  POSITIONS,
  SLOT_BYTES,
  STATE_BYTES,
  type States,
  TRUTH,
  TYPE,
  clearSlot,
} from "./state.ts";
import { joinBounds, joinSlots } from "./joinSlots.ts";
import { STACK_DEPTH } from "./stacks.ts";
import { NOP, TOKENS } from "./tokens.ts";

const GREATEST_BYTE = INTEGERS - 1;
const ZERO = -BASE;

const saturateByte = (byte: number): number => Math.max(0, Math.min(byte, GREATEST_BYTE));

// Slots of the arguments, deepest first, copied here so that the new state may be written over the old.
const args = new Uint8Array(STACK_DEPTH * SLOT_BYTES);
// The sorted bounds of a list's elements.
const lows = new Uint8Array(POSITIONS);
const highs = new Uint8Array(POSITIONS);
// A slot to be joined to another.
const other = new Uint8Array(SLOT_BYTES);

/**
 * Writes the state after a token: reads the state at `from` and writes that at `to`, which may be the
 * same. The token must be able to stand here (`Stacks.after`).
 */
export function step(token: number, states: States, from: number, to: number): void {
  if (from !== to) copy(states, from, states, to, STATE_BYTES);
  if (token === NOP) return;
  const { takes, write } = INSTRUCTIONS[token] as Instruction;
  for (let i = 0; i < takes; i++) {
    copy(states, to + (takes - 1 - i) * SLOT_BYTES, args, i * SLOT_BYTES, SLOT_BYTES);
  }
  moveStack(states, to, takes);
  clearSlot(states, to);
  write(states, to);
}

/** Copies bytes; a plain loop is faster for so few than the methods of arrays. Not for overlaps. */
function copy(from: States, at: number, to: States, start: number, count: number): void {
  for (let i = 0; i < count; i++) to[start + i] = from[at + i] as number;
}

/** Makes room for one value where `count` were taken. */
function moveStack(states: States, state: number, count: number): void {
  const end = state + STACK_DEPTH * SLOT_BYTES;
  if (count === 0) {
    for (let slot = end - SLOT_BYTES; slot > state; slot -= SLOT_BYTES) {
      copy(states, slot - SLOT_BYTES, states, slot, SLOT_BYTES);
    }
    return;
  }
  if (count === 1) return;
  const by = (count - 1) * SLOT_BYTES;
  for (let slot = state + SLOT_BYTES; slot < end; slot += SLOT_BYTES) {
    if (slot + by < end) copy(states, slot + by, states, slot, SLOT_BYTES);
    else clearSlot(states, slot);
  }
}

/** What needs all its arguments. */
function strict(count: number, write: Write): Write {
  return (states, to) => {
    let fault = NEVER;
    for (let i = 0; i < count; i++) fault = Math.max(fault, args[i * SLOT_BYTES + FAULT] as number);
    write(states, to);
    if (fault === ALWAYS) makeFault(states, to);
    else states[to + FAULT] = Math.max(fault, states[to + FAULT] as number);
  };
}

/** A value that no run has; its type is kept. */
function makeFault(states: States, slot: number): void {
  const type = states[slot + TYPE] as number;
  clearSlot(states, slot);
  states[slot + TYPE] = type;
  states[slot + FAULT] = ALWAYS;
}

const second = SLOT_BYTES;
const third = 2 * SLOT_BYTES;

const lowAt = (slot: number, position: number): number =>
  args[slot + HEADER + 2 * position] as number;
const highAt = (slot: number, position: number): number =>
  args[slot + HEADER + 2 * position + 1] as number;
const least = (slot: number): number => args[slot + LEAST] as number;
const greatest = (slot: number): number => args[slot + GREATEST] as number;

function scalar(states: States, to: number, type: number, low: number, high: number): void {
  states[to + TYPE] = type;
  states[to + LEAST] = 1;
  states[to + GREATEST] = 1;
  setBounds(states, to, 0, low, high);
}

function listHeader(states: States, to: number, shortest: number, longest: number): void {
  states[to + TYPE] = LIST;
  states[to + LEAST] = shortest;
  states[to + GREATEST] = longest;
}

function setBounds(
  states: States,
  slot: number,
  position: number,
  low: number,
  high: number,
): void {
  states[slot + HEADER + 2 * position] = low;
  states[slot + HEADER + 2 * position + 1] = high;
}

/** Applies a function that grows with its argument to both bounds of each element. */
function mapBounds(
  states: States,
  to: number,
  ofLow: (low: number) => number,
  ofHigh: (high: number) => number,
  list = 0,
): void {
  listHeader(states, to, least(list), greatest(list));
  for (let i = 0; i < greatest(list); i++) {
    const low = saturateByte(ofLow(lowAt(list, i)));
    setBounds(states, to, i, low, saturateByte(ofHigh(highAt(list, i))));
  }
}

function negateAll(states: States, to: number): void {
  listHeader(states, to, least(0), greatest(0));
  for (let i = 0; i < greatest(0); i++) {
    const low = saturateByte(2 * ZERO - highAt(0, i));
    setBounds(states, to, i, low, saturateByte(2 * ZERO - lowAt(0, i)));
  }
}

const evenAtOrAbove = (byte: number): number => byte + ((byte - ZERO) & 1);
const evenAtOrBelow = (byte: number): number => byte - ((byte - ZERO) & 1);

/**
 * The elements for which a predicate holds. `inLow` and `inHigh` give the least and the greatest
 * integer of an interval for which it does; they cross where there is none.
 */
function select(
  states: States,
  to: number,
  list: number,
  inLow: (low: number) => number,
  inHigh: (high: number) => number,
): void {
  let mayBefore = 0;
  let mustBefore = 0;
  let shortest = 0;
  for (let i = 0; i < greatest(list); i++) {
    if (i === least(list)) shortest = mustBefore;
    const low = inLow(lowAt(list, i));
    const high = inHigh(highAt(list, i));
    if (low > high) continue;
    // Element i comes after all that must be selected before it, and at most all that may be.
    for (let j = mustBefore; j <= mayBefore; j++) joinBounds(states, to, j, low, high);
    mayBefore++;
    if (holdsForAll(list, i, inLow, inHigh)) mustBefore++;
  }
  if (least(list) === greatest(list)) shortest = mustBefore;
  listHeader(states, to, shortest, mayBefore);
}

function holdsForAll(
  list: number,
  position: number,
  inLow: (low: number) => number,
  inHigh: (high: number) => number,
): boolean {
  for (let x = lowAt(list, position); x <= highAt(list, position); x++) {
    if (inLow(x) > inHigh(x)) return false;
  }
  return true;
}

function selectAbove(states: States, to: number, list: number, bound: number): void {
  select(
    states,
    to,
    list,
    (low) => Math.max(low, bound + 1),
    (high) => high,
  );
}

function reverse(states: States, to: number): void {
  listHeader(states, to, least(0), greatest(0));
  for (let length = least(0); length <= greatest(0); length++) {
    for (let i = 0; i < length; i++) {
      joinBounds(states, to, i, lowAt(0, length - 1 - i), highAt(0, length - 1 - i));
    }
  }
}

/** The least of the k-th elements is the k-th of the least ones. */
function sort(states: States, to: number): void {
  listHeader(states, to, least(0), greatest(0));
  for (let length = 0; length <= greatest(0); length++) {
    if (length >= least(0)) {
      for (let i = 0; i < length; i++)
        joinBounds(states, to, i, lows[i] as number, highs[i] as number);
    }
    if (length < greatest(0)) {
      insert(lows, length, lowAt(0, length));
      insert(highs, length, highAt(0, length));
    }
  }
}

function insert(sorted: Uint8Array, count: number, byte: number): void {
  let i = count;
  for (; i > 0 && (sorted[i - 1] as number) > byte; i--) sorted[i] = sorted[i - 1] as number;
  sorted[i] = byte;
}

/** An integer from the elements of a list, which there must be. */
function scalarOfElements(states: States, to: number, low: () => number, high: () => number): void {
  states[to + TYPE] = INTEGER;
  if (greatest(0) === 0) return makeFault(states, to);
  scalar(states, to, INTEGER, low(), high());
  if (least(0) === 0) states[to + FAULT] = PERHAPS;
}

function last(states: States, to: number): void {
  const shortest = Math.max(least(0), 1);
  scalarOfElements(
    states,
    to,
    () => {
      let low = ABSENT;
      for (let i = shortest - 1; i < greatest(0); i++) low = Math.min(low, lowAt(0, i));
      return low;
    },
    () => {
      let high = 0;
      for (let i = shortest - 1; i < greatest(0); i++) high = Math.max(high, highAt(0, i));
      return high;
    },
  );
}

/** The least or the greatest element: the extreme of the bounds, over the length that makes it least or greatest. */
function extreme(states: States, to: number, best: (x: number, y: number) => number): void {
  const over = (bound: (slot: number, position: number) => number, length: number): number => {
    let found = bound(0, 0);
    for (let i = 1; i < length; i++) found = best(found, bound(0, i));
    return found;
  };
  const shortest = Math.max(least(0), 1);
  scalarOfElements(
    states,
    to,
    () => Math.min(over(lowAt, shortest), over(lowAt, greatest(0))),
    () => Math.max(over(highAt, shortest), over(highAt, greatest(0))),
  );
}

function sum(states: States, to: number): void {
  let low = 0;
  let high = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let length = 0; length <= greatest(0); length++) {
    if (length >= least(0)) {
      lowest = Math.min(lowest, low);
      highest = Math.max(highest, high);
    }
    if (length < greatest(0)) {
      low += lowAt(0, length) - ZERO;
      high += highAt(0, length) - ZERO;
    }
  }
  scalar(states, to, INTEGER, saturateByte(lowest + ZERO), saturateByte(highest + ZERO));
}

/** How many a number says, none for a negative one. */
const fewest = (): number => Math.max(lowAt(0, 0) - ZERO, 0);
const most = (): number => Math.max(highAt(0, 0) - ZERO, 0);

function take(states: States, to: number): void {
  const longest = Math.min(most(), greatest(second));
  listHeader(states, to, Math.min(fewest(), least(second)), longest);
  for (let i = 0; i < longest; i++) setBounds(states, to, i, lowAt(second, i), highAt(second, i));
}

function drop(states: States, to: number): void {
  const longest = Math.max(greatest(second) - fewest(), 0);
  listHeader(states, to, Math.max(least(second) - most(), 0), longest);
  for (let count = fewest(); count <= most() && count < greatest(second); count++) {
    for (let i = 0; i + count < greatest(second); i++) {
      joinBounds(states, to, i, lowAt(second, i + count), highAt(second, i + count));
    }
  }
}

function zipAdd(states: States, to: number): void {
  const longest = Math.min(greatest(0), greatest(second));
  listHeader(states, to, Math.min(least(0), least(second)), longest);
  for (let i = 0; i < longest; i++) {
    const low = saturateByte(lowAt(0, i) + lowAt(second, i) - ZERO);
    setBounds(states, to, i, low, saturateByte(highAt(0, i) + highAt(second, i) - ZERO));
  }
}

/**
 * A function of each element that asks for a number: the number is not asked for where the list is
 * empty, so its fault is none there.
 */
function withNumber(isMap: boolean, states: States, to: number): void {
  states[to + TYPE] = LIST;
  const ofList = args[second + FAULT] as number;
  const ofNumber = args[FAULT] as number;
  if (ofList === ALWAYS || (ofNumber === ALWAYS && least(second) > 0)) return makeFault(states, to);
  if (ofNumber === ALWAYS) {
    listHeader(states, to, 0, 0);
    states[to + FAULT] = greatest(second) === 0 ? ofList : PERHAPS;
    return;
  }
  if (isMap) {
    const low = lowAt(0, 0) - ZERO;
    const high = highAt(0, 0) - ZERO;
    mapBounds(
      states,
      to,
      (x) => x + low,
      (x) => x + high,
      second,
    );
  } else {
    selectAbove(states, to, second, lowAt(0, 0));
    // One number for all elements: what is selected above each of them, and all of that joined.
    for (let bound = lowAt(0, 0) + 1; bound <= highAt(0, 0); bound++) {
      clearSlot(other, 0);
      selectAbove(other, 0, second, bound);
      joinSlots(states, to, other, 0);
    }
  }
  states[to + FAULT] = greatest(second) === 0 ? ofList : Math.max(ofList, ofNumber);
}

function choose(states: States, to: number): void {
  const ofTest = args[FAULT] as number;
  if (ofTest === ALWAYS) {
    states[to + TYPE] = args[second + TYPE] as number;
    return makeFault(states, to);
  }
  const mayBeFalse = lowAt(0, 0) === ZERO;
  const mayBeTrue = highAt(0, 0) === ZERO + 1;
  if (mayBeFalse && mayBeTrue) {
    const whenTrue = args[second + FAULT] as number;
    const whenFalse = args[third + FAULT] as number;
    copy(args, whenTrue === ALWAYS ? third : second, states, to, SLOT_BYTES);
    if (whenTrue !== ALWAYS && whenFalse !== ALWAYS) joinSlots(states, to, args, third);
    if (whenTrue !== whenFalse) states[to + FAULT] = PERHAPS;
  } else {
    copy(args, mayBeTrue ? second : third, states, to, SLOT_BYTES);
  }
  if (states[to + FAULT] !== ALWAYS) {
    states[to + FAULT] = Math.max(ofTest, states[to + FAULT] as number);
  }
}

function pushArgument(states: States, to: number): void {
  copy(states, to + ARGUMENT * SLOT_BYTES, states, to, SLOT_BYTES);
}

const constant =
  (value: number): Write =>
  (states, to) =>
    scalar(states, to, INTEGER, ZERO + value, ZERO + value);

function head(states: States, to: number): void {
  scalarOfElements(
    states,
    to,
    () => lowAt(0, 0),
    () => highAt(0, 0),
  );
}

function len(states: States, to: number): void {
  scalar(states, to, INTEGER, ZERO + least(0), ZERO + greatest(0));
}

function add(states: States, to: number): void {
  const low = saturateByte(lowAt(0, 0) + lowAt(second, 0) - ZERO);
  scalar(states, to, INTEGER, low, saturateByte(highAt(0, 0) + highAt(second, 0) - ZERO));
}

function sub(states: States, to: number): void {
  const low = saturateByte(lowAt(0, 0) - highAt(second, 0) + ZERO);
  scalar(states, to, INTEGER, low, saturateByte(highAt(0, 0) - lowAt(second, 0) + ZERO));
}

function greater(states: States, to: number): void {
  const mayBeFalse = lowAt(0, 0) <= highAt(second, 0);
  const mayBeTrue = highAt(0, 0) > lowAt(second, 0);
  scalar(states, to, TRUTH, mayBeFalse ? ZERO : ZERO + 1, mayBeTrue ? ZERO + 1 : ZERO);
}

const increment = (byte: number): number => byte + 1;
const double = (byte: number): number => 2 * byte - ZERO;

/** Writes the slot at `to`, which is clear, from `args`. */
type Write = (states: States, to: number) => void;

const WRITES: Readonly<Record<string, Write>> = {
  x: pushArgument,
  "0": constant(0),
  "1": constant(1),
  "2": constant(2),
  "3": constant(3),
  "map-inc": (states, to) => mapBounds(states, to, increment, increment),
  "map-dbl": (states, to) => mapBounds(states, to, double, double),
  "map-neg": negateAll,
  "filter-even": (states, to) => select(states, to, 0, evenAtOrAbove, evenAtOrBelow),
  "filter-positive": (states, to) => selectAbove(states, to, 0, ZERO),
  rev: reverse,
  sort,
  head,
  last,
  sum,
  max: (states, to) => extreme(states, to, Math.max),
  min: (states, to) => extreme(states, to, Math.min),
  len,
  take,
  drop,
  "zip-add": zipAdd,
  add,
  sub,
  gt: greater,
  "map-add": (states, to) => withNumber(true, states, to),
  "filter-gt": (states, to) => withNumber(false, states, to),
  if: choose,
};

/** Those that have a value for some faults of their arguments and look at them themselves. */
const LENIENT: ReadonlySet<string> = new Set(["map-add", "filter-gt", "if"]);

interface Instruction {
  readonly takes: number;
  readonly write: Write;
}

const INSTRUCTIONS: readonly (Instruction | undefined)[] = TOKENS.map(({ name, takes }) => {
  const write = WRITES[name];
  if (write === undefined) return undefined;
  const ready = takes.length === 0 || LENIENT.has(name) ? write : strict(takes.length, write);
  return { takes: takes.length, write: ready };
});
