import { createHash } from "node:crypto";
import type { Domain } from "../../dsl/domain.ts";
import { productionText } from "../../dsl/selectProductions.ts";
import { canonicalType, printType } from "../../dsl/type.ts";
import { domainProductions } from "../../dsl/weightedGrammar.ts";
import { type Layout, layoutOf } from "./layout.ts";

/** Where the weights of a domain's productions stand. */
export const domainLayout = (domain: Domain): Layout =>
  layoutOf(domainProductions(domain).map(({ type }) => type));

/** Each production of a domain as one text: `map : (a -> b) -> list a -> list b`. */
export const productionTexts = (domain: Domain): readonly string[] =>
  domainProductions(domain).map(
    (one) => `${productionText(one, domain)} : ${printType(canonicalType(one.type))}`,
  );

/** A short text that domains of the same productions share: what ties a checkpoint to its domain. */
export const fingerprintOf = (texts: readonly string[]): string =>
  createHash("sha256")
    .update([...texts].sort().join("\n"))
    .digest("hex")
    .slice(0, 16);
