/** What a node of a `TermTable` is; the numbers are the order in which a search tries them. */
export const NODE = {
  lambda: 0,
  application: 1,
  variable: 2,
  primitive: 3,
  /** `#i`, an argument of an abstraction, in the body of one. */
  argument: 4,
  /** A variable whose lambda is in the abstraction and not in the argument: no program can say it. */
  captured: 5,
} as const;

export type NodeKind = (typeof NODE)[keyof typeof NODE];

/** The tag of a lambda or a variable that has none. */
export const NO_TAG = -1;

/**
 * Terms of the untyped lambda calculus with primitives, each distinct one stored once (hash-consing,
 * Filliâtre and Conchon 2006): equal terms have equal numbers, and a term's parts have smaller ones.
 *
 * | kind        | `left`                | `right`            |
 * | ----------- | --------------------- | ------------------ |
 * | lambda      | its body              | tag, or `NO_TAG`   |
 * | application | the function          | the argument       |
 * | variable    | de Bruijn index       | tag, or `NO_TAG`   |
 * | primitive   | number of its name    | 0                  |
 * | argument    | index                 | 0                  |
 * | captured    | lambdas above its own | tag, or `NO_TAG`   |
 */
export class TermTable {
  #kind = new Uint8Array(64);
  #left = new Int32Array(64);
  #right = new Int32Array(64);
  /** How many lambdas must enclose the term for it to be closed. */
  #open = new Int32Array(64);
  #slots = new Int32Array(256).fill(-1);
  #size = 0;
  readonly #captures: boolean[] = [];
  readonly #names: string[];
  readonly #numberOfName: Map<string, number>;
  readonly #shifted = new Map<number, Map<number, number>>();

  /** A table that shares the names of another one: a name has the same number in both. */
  constructor(names?: TermTable) {
    this.#names = names === undefined ? [] : names.#names;
    this.#numberOfName = names === undefined ? new Map() : names.#numberOfName;
  }

  get size(): number {
    return this.#size;
  }

  /** The columns of the table, for loops over many nodes. Good until the next term is added. */
  columns(): { kind: Uint8Array; left: Int32Array; right: Int32Array; open: Int32Array } {
    return { kind: this.#kind, left: this.#left, right: this.#right, open: this.#open };
  }

  kind(node: number): NodeKind {
    return this.#kind[node] as NodeKind;
  }

  left(node: number): number {
    return this.#left[node] as number;
  }

  right(node: number): number {
    return this.#right[node] as number;
  }

  /** How many lambdas must enclose the term for it to be closed; 0: it is closed. */
  open(node: number): number {
    return this.#open[node] as number;
  }

  /** Does the term contain a captured variable? Such a term can be compared, but no program has it. */
  captures(node: number): boolean {
    return this.#captures[node] === true;
  }

  name(number: number): string {
    return this.#names[number] as string;
  }

  lambda(body: number, tag: number = NO_TAG): number {
    return this.#add(NODE.lambda, body, tag);
  }

  application(fn: number, argument: number): number {
    return this.#add(NODE.application, fn, argument);
  }

  variable(index: number, tag: number = NO_TAG): number {
    return this.#add(NODE.variable, index, tag);
  }

  primitive(name: string): number {
    let number = this.#numberOfName.get(name);
    if (number === undefined) {
      number = this.#names.length;
      this.#names.push(name);
      this.#numberOfName.set(name, number);
    }
    return this.#add(NODE.primitive, number, 0);
  }

  argument(index: number): number {
    return this.#add(NODE.argument, index, 0);
  }

  /** A node like one of another table that shares its names, with the parts given. */
  copy(from: TermTable, node: number, left: number, right: number): number {
    switch (from.kind(node)) {
      case NODE.lambda:
        return this.#add(NODE.lambda, left, from.right(node));
      case NODE.application:
        return this.#add(NODE.application, left, right);
      default:
        return this.#add(from.kind(node), from.left(node), from.right(node));
    }
  }

  /** Terms of this table as terms of another one with the same names, numbered as they are read. */
  copyInto(target: TermTable, roots: readonly number[]): number[] {
    const copies = new Int32Array(this.#size).fill(-1);
    for (const root of roots) {
      const stack = [root];
      while (stack.length > 0) {
        const node = stack.at(-1) as number;
        if (copies[node] !== -1) {
          stack.pop();
          continue;
        }
        const kind = this.kind(node);
        const left = kind <= NODE.application ? (copies[this.left(node)] as number) : 0;
        const right = kind === NODE.application ? (copies[this.right(node)] as number) : 0;
        if (left === -1) stack.push(this.left(node));
        else if (right === -1) stack.push(this.right(node));
        else {
          copies[node] = target.copy(this, node, left, right);
          stack.pop();
        }
      }
    }
    return roots.map((root) => copies[root] as number);
  }

  /**
   * The term moved out of `depth` lambdas: a variable bound beyond them counts `depth` less, one bound
   * by them is captured.
   */
  lower(node: number, depth: number): number {
    return depth === 0 || this.open(node) === 0 ? node : this.#shift(node, -depth);
  }

  /** The term moved into `depth` more lambdas: a variable bound outside of it counts `depth` more. */
  raise(node: number, depth: number): number {
    return depth === 0 || this.open(node) === 0 ? node : this.#shift(node, depth);
  }

  #shift(root: number, by: number): number {
    let known = this.#shifted.get(by);
    if (known === undefined) {
      known = new Map();
      this.#shifted.set(by, known);
    }
    const before = known.get(root);
    if (before !== undefined) return before;
    // Depth first without recursion: `results` holds the shifted parts of what `work` will build.
    const work: { node: number; inner: number; built: boolean }[] = [
      { node: root, inner: 0, built: false },
    ];
    const results: number[] = [];
    for (let item = work.pop(); item !== undefined; item = work.pop()) {
      const { node, inner, built } = item;
      const kind = this.kind(node);
      if (built) {
        if (kind === NODE.lambda) {
          results.push(this.lambda(results.pop() as number, this.right(node)));
        } else {
          const argument = results.pop() as number;
          results.push(this.application(results.pop() as number, argument));
        }
      } else if (this.open(node) <= inner) {
        results.push(node);
      } else if (kind === NODE.variable) {
        const index = this.left(node);
        const tag = this.right(node);
        const captured = index + by < inner;
        results.push(
          captured
            ? this.#add(NODE.captured, -by - 1 - (index - inner), tag)
            : this.variable(index + by, tag),
        );
      } else {
        work.push({ node, inner, built: true });
        if (kind === NODE.lambda) {
          work.push({ node: this.left(node), inner: inner + 1, built: false });
        } else {
          work.push({ node: this.right(node), inner, built: false });
          work.push({ node: this.left(node), inner, built: false });
        }
      }
    }
    const result = results[0] as number;
    known.set(root, result);
    return result;
  }

  #add(kind: NodeKind, left: number, right: number): number {
    const slots = this.#slots;
    let slot = hash(kind, left, right) & (slots.length - 1);
    for (;;) {
      const node = slots[slot] as number;
      if (node === -1) break;
      if (this.#left[node] === left && this.#right[node] === right && this.#kind[node] === kind) {
        return node;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    const node = this.#size;
    if (node === this.#kind.length) this.#grow();
    this.#kind[node] = kind;
    this.#left[node] = left;
    this.#right[node] = right;
    this.#size++;
    slots[slot] = node;
    if (this.#size * 2 > slots.length) this.#rehash();
    let open = 0;
    let captures = kind === NODE.captured;
    if (kind === NODE.variable) open = left + 1;
    else if (kind === NODE.lambda) {
      open = Math.max(0, this.open(left) - 1);
      captures = this.captures(left);
    } else if (kind === NODE.application) {
      open = Math.max(this.open(left), this.open(right));
      captures = this.captures(left) || this.captures(right);
    }
    this.#open[node] = open;
    if (captures) this.#captures[node] = true;
    return node;
  }

  #grow(): void {
    const length = this.#kind.length * 2;
    this.#kind = enlarged(this.#kind, new Uint8Array(length));
    this.#left = enlarged(this.#left, new Int32Array(length));
    this.#right = enlarged(this.#right, new Int32Array(length));
    this.#open = enlarged(this.#open, new Int32Array(length));
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    for (let node = 0; node < this.#size; node++) {
      let slot = hash(this.kind(node), this.left(node), this.right(node)) & (slots.length - 1);
      while (slots[slot] !== -1) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = node;
    }
    this.#slots = slots;
  }
}

function enlarged<A extends Uint8Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

function hash(kind: number, left: number, right: number): number {
  let h = Math.imul(left, 0x9e3779b1) ^ Math.imul(right + 0x7f4a7c15, 0x85ebca6b) ^ (kind << 27);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}
