/**
 * Bits that a value takes in a simple code without knowledge of its origin: numbers by their logarithm,
 * texts and lists by their parts. For comparing programs with what they explain (Rissanen 1978), not
 * for storage.
 */
export function valueBits(value: unknown): number {
  switch (typeof value) {
    case "boolean":
      return 1;
    case "number":
      return naturalBits(Math.abs(value)) + 1;
    case "bigint":
      return naturalBits(value.toString(2).length) + value.toString(2).length;
    case "string":
      return naturalBits(value.length) + CHARACTER_BITS * value.length;
    default: {
      if (typeof value !== "object" || value === null) return 1;
      const parts: readonly unknown[] = Object.values(value);
      let bits = naturalBits(parts.length);
      for (const part of parts) bits += valueBits(part);
      return bits;
    }
  }
}

/** Letters of natural text carry little more. */
const CHARACTER_BITS = 4;

/** As Elias's gamma code, but not rounded. */
const naturalBits = (n: number): number => 1 + 2 * Math.log2(1 + n);
