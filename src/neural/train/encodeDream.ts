import type { Deriver } from "../../dsl/derivation.ts";
import type { Domain } from "../../dsl/domain.ts";
import { printType } from "../../dsl/type.ts";
import type { Example } from "../../tasks/task.ts";
import { exampleEncoder } from "../recognition/exampleEncoder.ts";
import { type Layout, columnOf, rowOf } from "../recognition/layout.ts";
import type { Dream } from "./dreams.ts";

/** A dream as the network is taught it. */
export interface EncodedDream {
  /** Of each example, the rows of the vocabulary, `FEATURES` for each token. */
  readonly examples: readonly Uint16Array[];
  /** Of each choice that makes the program: the place's row, and the column chosen. */
  readonly places: Uint16Array;
  readonly labels: Uint16Array;
  /** Of each choice the columns that were possible, `columns` bytes of 0 or 1. */
  readonly possible: Uint8Array;
}

/** Encodes dreams; encoders of requests are kept. */
export function dreamEncoder(
  domain: Domain,
  deriver: Deriver,
  layout: Layout,
  mostTokens: number,
): (dream: Dream) => EncodedDream | undefined {
  const encoders = new Map<string, (example: Example) => Uint16Array>();
  return ({ request, program, examples }) => {
    const derivation = deriver.derive(program, request);
    if (!derivation.ok) return undefined;
    const key = printType(request);
    let encode = encoders.get(key);
    if (encode === undefined) {
      encoders.set(key, (encode = exampleEncoder(request, domain, mostTokens)));
    }
    const sites = derivation.value.filter(({ site }) => site.options.length > 1);
    if (sites.length === 0) return undefined;
    const possible = new Uint8Array(sites.length * layout.columns);
    for (const [index, { site }] of sites.entries()) {
      for (const { choice } of site.options) {
        possible[index * layout.columns + columnOf(choice, layout)] = 1;
      }
    }
    return {
      examples: examples.map(encode),
      places: Uint16Array.from(sites, ({ place }) => rowOf(place, layout)),
      labels: Uint16Array.from(sites, ({ option }) => columnOf(option.choice, layout)),
      possible,
    };
  };
}
