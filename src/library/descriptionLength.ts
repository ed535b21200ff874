import type { Programs } from "./rewrite.ts";
import { NODE, type TermTable } from "./termTable.ts";

/**
 * Bits to write down terms one after another (Rissanen 1978, two parts): which symbols there are, and
 * then every symbol at its share of all (Shannon's bound). Primitives, each index of a variable and of
 * an argument, lambdas and applications are symbols.
 */
export function descriptionLength(terms: readonly Programs[]): number {
  const counts = new Map<string, number>();
  let total = 0;
  for (const { table, roots } of terms) {
    const occurrences = countOccurrences(table, roots);
    for (let node = 0; node < occurrences.length; node++) {
      const count = occurrences[node] as number;
      if (count === 0) continue;
      const symbol = symbolOf(table, node);
      counts.set(symbol, (counts.get(symbol) ?? 0) + count);
      total += count;
    }
  }
  let bits = 0;
  for (const count of counts.values()) bits -= count * Math.log2(count / total);
  // Each symbol is told with how often it occurs.
  return bits + counts.size * Math.log2(total + 1);
}

/** How often each node of a table occurs in terms of it. */
export function countOccurrences(table: TermTable, roots: readonly number[]): Float64Array {
  const { kind, left, right } = table.columns();
  const counts = new Float64Array(table.size);
  const add = (node: number, count: number): void => {
    counts[node] = (counts[node] as number) + count;
  };
  for (const root of roots) add(root, 1);
  for (let node = counts.length - 1; node >= 0; node--) {
    const count = counts[node] as number;
    if (count === 0 || (kind[node] as number) > NODE.application) continue;
    add(left[node] as number, count);
    if (kind[node] === NODE.application) add(right[node] as number, count);
  }
  return counts;
}

function symbolOf(table: TermTable, node: number): string {
  switch (table.kind(node)) {
    case NODE.lambda:
      return `\\${table.right(node)}`;
    case NODE.application:
      return "@";
    case NODE.primitive:
      return `p${table.left(node)}`;
    default:
      return `${table.kind(node)} ${table.left(node)} ${table.right(node)}`;
  }
}
