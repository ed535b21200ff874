import { NODE, NO_TAG, type TermTable } from "./termTable.ts";

/** The word for a lambda: `lam` as Stitch has it, `lambda` as DreamCoder has it. */
export type LambdaWord = "lam" | "lambda";

/** A term as text, which `readTerm` reads back. Nothing here recurses. */
export function printNode(table: TermTable, root: number, word: LambdaWord = "lam"): string {
  const parts: string[] = [];
  // What is still to be written: a node, or a text that stands after one.
  const work: (number | string)[] = [root];
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    if (typeof item === "string") {
      parts.push(item);
      continue;
    }
    switch (table.kind(item)) {
      case NODE.lambda:
        parts.push(`(${word}${suffix(table.right(item))} `);
        work.push(")", table.left(item));
        break;
      case NODE.application: {
        // The whole spine within one pair of parentheses.
        parts.push("(");
        work.push(")");
        let head = item;
        for (; table.kind(head) === NODE.application; head = table.left(head)) {
          work.push(table.right(head), " ");
        }
        work.push(head);
        break;
      }
      case NODE.variable:
        parts.push(`$${table.left(item)}${suffix(table.right(item))}`);
        break;
      case NODE.primitive:
        parts.push(table.name(table.left(item)));
        break;
      case NODE.argument:
        parts.push(`#${table.left(item)}`);
        break;
      case NODE.captured:
        parts.push(`&${table.left(item)}`);
        break;
    }
  }
  return parts.join("");
}

const suffix = (tag: number): string => (tag === NO_TAG ? "" : `_${tag}`);
