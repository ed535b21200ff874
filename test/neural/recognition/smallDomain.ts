import { type Domain, domain } from "../../../src/dsl/domain.ts";
import { cons, car, cdr, empty, length } from "../../../src/domains/list/lists.ts";
import { map } from "../../../src/domains/list/higherOrder.ts";
import { add } from "../../../src/domains/list/arithmetic.ts";
import type { Primitive } from "../../../src/dsl/primitive.ts";
import { INT_TYPE } from "../../../src/interp/valueTypes/intType.ts";
import { LIST_TYPE } from "../../../src/interp/valueTypes/listType.ts";

/** A few primitives of lists, so that dreams are made quickly. */
export const smallDomain = (more: readonly Primitive[] = []): Domain =>
  domain({
    name: "small",
    doc: "A few operations on lists.",
    types: [INT_TYPE, LIST_TYPE],
    primitives: [add, cons, car, cdr, empty, length, map, ...more],
    literals: { int: [1] },
    limits: { integer: { min: -1000, max: 1000 }, listLength: 50 },
    inputs: {
      int: (fc) => fc.integer({ min: 0, max: 9 }),
      list: (fc, [part]) => fc.array(part as ReturnType<typeof fc.anything>, { maxLength: 6 }),
    },
  });
