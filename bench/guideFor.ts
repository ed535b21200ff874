import { existsSync } from "node:fs";
import { join } from "node:path";
import { domainGuide } from "../src/cli/guides.ts";
import type { Domain } from "../src/dsl/domain.ts";
import type { Guide } from "../src/search/solveOptions.ts";

/** The guide that is asked for, or the one that ships: compiled benches lie elsewhere than the product. */
export function guideFor(asked: string | undefined, domain: Domain): Promise<Guide | undefined> {
  const shipped = join("models", domain.name);
  return domainGuide(asked ?? (existsSync(shipped) ? shipped : "none"), domain);
}
