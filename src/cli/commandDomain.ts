import { type Command, Option } from "commander";
import type { Domain } from "../dsl/domain.ts";
import { loadDomain } from "../tasks/loadDomain.ts";
import { InputError } from "./inputError.ts";

/** The option by which a command is told its language. */
export const domainOption = (): Option =>
  new Option(
    "--domain <domain>",
    "list, deepcoder, text, bits, micro, or a module such as ./my-domain.ts",
  );

/** The domain that `--domain` names, or an InputError. */
export async function commandDomain(spec: string): Promise<Domain> {
  const domain = await loadDomain(spec, process.cwd());
  if (!domain.ok) throw new InputError(domain.error);
  return domain.value;
}

/** Adds `--domain`, with `list` when it is not given. */
export const addDomainOption = (command: Command): Command =>
  command.addOption(domainOption().default("list"));
