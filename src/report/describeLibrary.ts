import { type Definition, withDefinitions } from "../dsl/definition.ts";
import type { Domain } from "../dsl/domain.ts";
import { printSexpr } from "../dsl/printSexpr.ts";
import { printTerm } from "../dsl/printTerm.ts";
import { type Term, children } from "../dsl/term.ts";
import { printType } from "../dsl/type.ts";
import { clip } from "./markup.ts";
import type { ReportAbstraction } from "./reportData.ts";

/** A definition, and what is known of how it was learned. */
export interface KnownDefinition extends Definition {
  readonly proposedName?: string;
  readonly utility?: number;
  readonly calls?: number;
}

/** How to read the drawing of a library. */
export const HOW_TO_READ =
  "A line leads down to what an abstraction calls; its bar is what it saves.";

const MOST = { body: 4_000, type: 600 } as const;

/**
 * Definitions as a page shows them.
 *
 * @param definitions each calls only such as stand before it
 * @param domain without them
 */
export function describeLibrary(
  definitions: readonly KnownDefinition[],
  domain: Domain,
): readonly ReportAbstraction[] {
  const extended = withDefinitions(domain, definitions);
  const names = new Set(definitions.map(({ name }) => name));
  return definitions.map(({ name, type, body, proposedName, utility, calls }) => ({
    name,
    ...(proposedName === undefined || proposedName === name ? {} : { proposedName }),
    type: clip(printType(type), MOST.type),
    body: clip(printSexpr(body), MOST.body),
    readable: clip(printTerm(body, extended), MOST.body),
    callees: calledNames(body).filter((callee) => names.has(callee)),
    facts: [
      ...(calls === undefined ? [] : [["calls", String(calls)] as const]),
      ...(utility === undefined ? [] : [["saved", String(utility)] as const]),
    ],
    weight: utility ?? 0,
    uses: [],
  }));
}

/** Names of what a term refers to, each once. */
export function calledNames(term: Term): readonly string[] {
  const names = new Set<string>();
  const waiting = [term];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.kind === "primitive") names.add(next.name);
    waiting.push(...children(next));
  }
  return [...names];
}
