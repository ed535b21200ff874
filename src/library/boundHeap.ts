/**
 * A heap of items with the greatest bound on top. Equal bounds come in an order that depends on what
 * was added and taken before, and on nothing else.
 */
export class BoundHeap<T extends { readonly bound: number }> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  push(item: T): void {
    const items = this.#items;
    items.push(item);
    this.#siftUp(items.length - 1, item);
  }

  pop(): T | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (top === undefined || last === undefined || items.length === 0) return top;
    // The hole goes down to a leaf along the greater children; the last item then rises from there.
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && (items[child] as T).bound <= (items[child + 1] as T).bound) {
        child++;
      }
      items[at] = items[child] as T;
      at = child;
    }
    this.#siftUp(at, last);
    return top;
  }

  #siftUp(from: number, item: T): void {
    const items = this.#items;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (item.bound <= (items[parent] as T).bound) break;
      items[at] = items[parent] as T;
      at = parent;
    }
    items[at] = item;
  }
}
