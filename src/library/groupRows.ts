import type { Bounds } from "./bounds.ts";
import type { StepCorpus } from "./stepCorpus.ts";

/** The rows of a pattern with one label in the hole that is filled. */
export interface Group {
  readonly label: number;
  /** Undefined: all. */
  readonly rows: Int32Array | undefined;
  /** The sum of `Bounds.whole` over its places. */
  readonly sumWhole: number;
}

/** Sorts rows by what stands in a hole. One grouper serves a whole search, and reuses its memory. */
export type Grouper = (
  nodes: Int32Array,
  places: Int32Array,
  /** Groups whose bound is not above it are left out. */
  cutoff: number,
) => { readonly groups: readonly Group[]; readonly left: number };

/** @returns a grouper that gives groups in the order of their labels, and says how many it left out */
export function createGrouper({ label, labelCount }: StepCorpus, { whole }: Bounds): Grouper {
  const sizes = new Int32Array(labelCount);
  const sums = new Float64Array(labelCount);
  const rowsOf: (Int32Array | undefined)[] = [];
  return (nodes, places, cutoff) => {
    const seen: number[] = [];
    for (let row = 0; row < nodes.length; row++) {
      const l = label[nodes[row] as number] as number;
      if (sizes[l] === 0) seen.push(l);
      sizes[l] = (sizes[l] as number) + 1;
      sums[l] = (sums[l] as number) + (whole[places[row] as number] as number);
    }
    seen.sort((a, b) => a - b);
    const kept = seen.filter((l) => (sums[l] as number) > cutoff);
    if (seen.length > 1 && kept.length > 0) {
      for (const l of kept) {
        rowsOf[l] = new Int32Array(sizes[l] as number);
        sizes[l] = 0;
      }
      for (let row = 0; row < nodes.length; row++) {
        const l = label[nodes[row] as number] as number;
        const rows = rowsOf[l];
        if (rows === undefined) continue;
        const at = sizes[l] as number;
        rows[at] = row;
        sizes[l] = at + 1;
      }
    }
    const groups = kept.map((l) => ({
      label: l,
      rows: rowsOf[l],
      sumWhole: sums[l] as number,
    }));
    for (const l of seen) {
      sizes[l] = 0;
      sums[l] = 0;
      rowsOf[l] = undefined;
    }
    return { groups, left: seen.length - kept.length };
  };
}
