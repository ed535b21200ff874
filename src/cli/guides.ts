import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Option } from "commander";
import { shippedDomains } from "../domains/shipped.ts";
import type { Domain } from "../dsl/domain.ts";
import { LEARNED_GUIDE_MIX } from "../learn/learnedWeights.ts";
import { productionTexts } from "../neural/recognition/fingerprint.ts";
import type { TaskGuide } from "../search/guidance.ts";
import { DEFAULT_GUIDE_MIX, type Guide } from "../search/solveOptions.ts";
import { renderSourceError } from "../support/sourceError.ts";
import { SHIPPED_COMPILER } from "./compilerModelFile.ts";
import { InputError } from "./inputError.ts";
import { parseShare } from "./quantity.ts";

/** The options by which a searching command is told what guides it. */
export const guideOptions = (): readonly Option[] => [
  new Option(
    "--guide <model>",
    "network that tells likely programs: a model file, the folder of a run, compiler, or none",
  ).default(undefined, "the one that ships for the domain"),
  new Option(
    "--guide-mix <share>",
    "how little the guide is trusted, 0 to 1: see docs/command-line.md",
  )
    .argParser(parseShare)
    .default(undefined, `${DEFAULT_GUIDE_MIX}; ${LEARNED_GUIDE_MIX} with the library of a run`),
];

/**
 * The guide to tasks of these domains. One that was asked for is loaded at once, so that what is wrong
 * with it is told before anything is searched; one that ships when the first task needs it, while
 * worker processes start.
 *
 * @param asked the option's value
 * @returns undefined where no domain has a guide: then TensorFlow.js is never loaded
 */
export async function taskGuideFor(
  asked: string | undefined,
  domains: ReadonlyMap<string, Domain>,
): Promise<TaskGuide | undefined> {
  const guides = new Map<string, () => Promise<Guide>>();
  for (const [spec, domain] of domains) {
    const path = modelFor(asked, domain);
    if (path === undefined) continue;
    let loading: Promise<Guide> | undefined;
    const guide = async (): Promise<Guide> => (loading ??= load(path, domain));
    if (asked !== undefined) await guide();
    guides.set(spec, guide);
  }
  if (guides.size === 0) return undefined;
  return async (task) => {
    const domain = domains.get(task.domain);
    const guide = await guides.get(task.domain)?.();
    return domain === undefined ? undefined : guide?.weights(task, domain);
  };
}

/** The same for one domain, loaded at once. */
export async function domainGuide(
  asked: string | undefined,
  domain: Domain,
): Promise<Guide | undefined> {
  const path = modelFor(asked, domain);
  return path === undefined ? undefined : load(path, domain);
}

function modelFor(asked: string | undefined, domain: Domain): string | undefined {
  if (asked === "none") return undefined;
  if (asked === "compiler") return SHIPPED_COMPILER;
  return asked ?? shippedModel(domain);
}

/** The path of the model that ships for a domain, or for one that has all of that one's productions. */
function shippedModel(domain: Domain): string | undefined {
  const shipped = shippedDomains.get(domain.name);
  if (shipped === undefined) return undefined;
  const known = new Set(productionTexts(domain));
  if (shipped !== domain && !productionTexts(shipped).every((text) => known.has(text))) {
    return undefined;
  }
  const file = new URL(`../../models/${shipped.name}/model.safetensors`, import.meta.url);
  const path = fileURLToPath(file);
  return existsSync(path) ? path : undefined;
}

async function load(path: string, domain: Domain): Promise<Guide> {
  const { openGuide } = await import("../neural/openGuide.ts");
  const guide = await openGuide(path, domain);
  if (!guide.ok) throw new InputError(renderSourceError(guide.error));
  return guide.value;
}
