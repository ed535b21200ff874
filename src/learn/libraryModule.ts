import { withDefinitions } from "../dsl/definition.ts";
import type { Domain } from "../dsl/domain.ts";
import { isPlainName } from "../dsl/lexer.ts";
import { printTerm } from "../dsl/printTerm.ts";
import { quote } from "../dsl/quoted.ts";
import { printType } from "../dsl/type.ts";
import { counted } from "../support/counted.ts";
import type { LearnedRun } from "./loadLearned.ts";

/** A learned library as a `.synth` module, one `def` an abstraction, to be renamed and edited. */
export function libraryModule(
  { library, frontiers, iteration }: LearnedRun,
  domain: Domain,
  spec: string,
): string {
  const extended = withDefinitions(domain, library);
  const parts = library.map(({ name, type, body, calls, proposedName }) =>
    [
      `// ${proposedName}; ${calls} ${calls === 1 ? "call" : "calls"}`,
      `def ${name} : ${printType(type)} = ${printTerm(body, extended)}`,
    ].join("\n"),
  );
  return `${[
    `// Learned in ${counted(iteration, "iteration")} from programs of ${counted(frontiers.length, "task")}.`,
    `domain ${isPlainName(spec) ? spec : quote(spec)}`,
    ...parts,
  ].join("\n\n")}\n`;
}
