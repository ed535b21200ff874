import { join } from "node:path";
import { Option } from "commander";
import { shippedDomains } from "../domains/shipped.ts";
import type { Domain } from "../dsl/domain.ts";
import { readRunHead } from "../learn/loadLearned.ts";
import { isDomainPath } from "../tasks/loadDomain.ts";
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
  return { spec, domain: await recordedDomain(join(path, "config.json"), spec) };
}

/** A shipped domain that a file names; an InputError where it names a module, which the user has not. */
export async function recordedDomain(file: string, spec: string): Promise<Domain> {
  const shown = JSON.stringify(spec.length > MOST_SHOWN ? `${spec.slice(0, MOST_SHOWN)}…` : spec);
  if (isDomainPath(spec)) {
    throw new InputError({
      file,
      message: `its domain is the module ${shown}, and loading a module runs its code: name the module if you trust it`,
      expected: ["--domain with the path of the module"],
    });
  }
  const domain = shippedDomains.get(spec);
  if (domain !== undefined) return domain;
  throw new InputError({
    file,
    message: `no domain is called ${shown}`,
    expected: [...shippedDomains.keys()],
  });
}

const MOST_SHOWN = 200;
