/** Sets of rows, each stored once, as bits of `words` 32-bit integers. */
export class MaskTable {
  readonly rows: number;
  readonly words: number;
  count = 0;
  /** `words` integers a mask. */
  bits: Int32Array;
  private slots: Int32Array;

  constructor(rows: number) {
    this.rows = rows;
    this.words = Math.max(1, Math.ceil(rows / 32));
    this.bits = new Int32Array(this.words * 64);
    this.slots = new Int32Array(256);
  }

  /** The index of a mask, and whether it is new. */
  add(mask: Int32Array): { index: number; fresh: boolean } {
    let slot = this.slotOf(mask, this.slots);
    const known = (this.slots[slot] as number) - 1;
    if (known !== -1) return { index: known, fresh: false };
    const { words } = this;
    if ((this.count + 1) * words > this.bits.length) {
      const bits = new Int32Array(this.bits.length * 2);
      bits.set(this.bits);
      this.bits = bits;
    }
    this.bits.set(mask, this.count * words);
    if (++this.count * 2 > this.slots.length) {
      const slots = new Int32Array(this.slots.length * 2);
      for (let i = 0; i < this.count - 1; i++) {
        slots[this.slotOf(this.bits.subarray(i * words, (i + 1) * words), slots)] = i + 1;
      }
      this.slots = slots;
      slot = this.slotOf(mask, slots);
    }
    this.slots[slot] = this.count;
    return { index: this.count - 1, fresh: true };
  }

  private slotOf(mask: Int32Array, slots: Int32Array): number {
    const { words, bits } = this;
    let hash = 0x2545f491;
    for (let w = 0; w < words; w++) {
      hash = Math.imul(hash ^ (mask[w] as number), 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    for (let slot = hash & (slots.length - 1); ; slot = (slot + 1) & (slots.length - 1)) {
      const at = ((slots[slot] as number) - 1) * words;
      if (at < 0) return slot;
      let w = 0;
      while (w < words && bits[at + w] === mask[w]) w++;
      if (w === words) return slot;
    }
  }
}

/** Number of bits that are set. */
export function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Adds a row to a mask. */
export function addRow(mask: Int32Array, row: number): void {
  mask[row >> 5] = (mask[row >> 5] as number) | (1 << (row & 31));
}

/** Number of rows in a mask. */
export const countRows = (mask: Int32Array): number =>
  mask.reduce((rows, word) => rows + countBits(word), 0);

/** The mask of all rows. */
export function fullMask(rows: number): Int32Array {
  const mask = new Int32Array(Math.max(1, Math.ceil(rows / 32))).fill(-1);
  if (rows % 32 !== 0) mask[mask.length - 1] = (1 << (rows % 32)) - 1;
  if (rows === 0) mask[0] = 0;
  return mask;
}

/** The rows in a mask, rising. */
export function rowsOf(mask: Int32Array): Int32Array {
  const rows: number[] = [];
  for (const [w, word] of mask.entries()) {
    for (let bit = 0; bit < 32; bit++) if ((word >>> bit) & 1) rows.push(32 * w + bit);
  }
  return Int32Array.from(rows);
}
