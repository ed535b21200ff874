import type { Domain } from "../dsl/domain.ts";
import { bits } from "./bits/bits.ts";
import { deepcoder } from "./deepcoder/deepcoder.ts";
import { list } from "./list/list.ts";
import { micro } from "./micro/micro.ts";
import { text } from "./text/text.ts";

/** The domains that come with the product, by name: what `domain list` in a task file means. */
export const shippedDomains: ReadonlyMap<string, Domain> = new Map(
  [list, deepcoder, text, bits, micro].map((domain) => [domain.name, domain]),
);
