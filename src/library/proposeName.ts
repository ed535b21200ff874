import { NODE, type TermTable } from "./termTable.ts";

const WORDS = 3;

/**
 * A name that reminds of a body: its first few different primitives, outside in, such as `map_+_1`.
 * For people; nothing is found by it.
 *
 * @param taken names that are not free; a number is put behind a name that is among them
 */
export function proposeName(table: TermTable, body: number, taken: ReadonlySet<string>): string {
  const words: string[] = [];
  const queue = [body];
  // Breadth first: what stands outside says more of what a body is for.
  for (let at = 0; at < queue.length && words.length < WORDS && at < 1000; at++) {
    const node = queue[at] as number;
    switch (table.kind(node)) {
      case NODE.lambda:
        queue.push(table.left(node));
        break;
      case NODE.application: {
        const args: number[] = [];
        let head = node;
        for (; table.kind(head) === NODE.application; head = table.left(head)) {
          args.push(table.right(head));
        }
        queue.push(head, ...args.reverse());
        break;
      }
      case NODE.primitive: {
        const word = table.name(table.left(node)).replace(/[^A-Za-z0-9_.+*/<>=?!-]/g, "");
        if (word !== "" && word.length <= 24 && !words.includes(word)) words.push(word);
        break;
      }
      default:
    }
  }
  const name = words.length === 0 ? "apply" : words.join("_");
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name}_${number}`;
  return free;
}
