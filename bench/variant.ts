import type { SearchSettings } from "../src/search/solveOptions.ts";
import type { Attempt } from "./attempt.ts";

/** A way to search, and the one that it is compared with when it is not a first. */
export interface Variant {
  readonly name: string;
  readonly settings: Omit<SearchSettings, "seed" | "budget">;
  readonly against?: string;
}

/** What a variant did with the tasks of a set, in their order. */
export interface VariantResult {
  readonly name: string;
  readonly against?: string;
  readonly attempts: readonly Attempt[];
}
