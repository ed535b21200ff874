import { join } from "node:path";
import { Option } from "commander";
import type { Domain } from "../dsl/domain.ts";
import { readRunHead } from "../learn/loadLearned.ts";
import { isDomainPath, loadDomain } from "../tasks/loadDomain.ts";
import { commandDomain } from "./commandDomain.ts";
import { InputError } from "./inputError.ts";

/** The option by which a command that reads a run is told the run's domain. */
export const runDomainOption = (): Option =>
  new Option(
    "--domain <domain>",
    "of the run: needed when it is a module, whose code is run (default: the shipped one that the run names)",
  );

/**
 * The domain of a run directory: the one asked for, or the shipped one that the run names. A module
 * that only the run names is not loaded, since whoever wrote the run would choose the code that runs.
 */
export async function runDomain(
  path: string,
  asked: string | undefined,
): Promise<{ readonly spec: string; readonly domain: Domain }> {
  const head = await readRunHead(path);
  if (!head.ok) throw new InputError(head.error);
  if (asked !== undefined) return { spec: asked, domain: await commandDomain(asked) };
  const { spec } = head.value;
  const file = join(path, "config.json");
  if (isDomainPath(spec)) throw new InputError(moduleUnasked(file, spec));
  const domain = await loadDomain(spec, ".");
  if (!domain.ok) throw new InputError({ ...domain.error, file });
  return { spec, domain: domain.value };
}

const MOST_SHOWN = 200;

/** What is told of a file that names a module which the user has not. */
function moduleUnasked(
  file: string,
  spec: string,
): { file: string; message: string; expected: string[] } {
  const shown = spec.length > MOST_SHOWN ? `${spec.slice(0, MOST_SHOWN)}…` : spec;
  return {
    file,
    message: `its domain is the module ${JSON.stringify(shown)}, and loading a module runs its code: name the module if you trust it`,
    expected: ["--domain with the path of the module"],
  };
}
