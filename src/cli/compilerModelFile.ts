import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Option } from "commander";
import { InputError } from "./inputError.ts";

/** The domain that the program compiler is for. */
export const COMPILER_DOMAIN = "micro";

/** Where a trained program compiler is when one ships. */
const SHIPPED = fileURLToPath(new URL("../../models/compiler/model.safetensors", import.meta.url));

let found: boolean | undefined;

/** Does one ship? Looked for once, since the help of several commands tells it. */
const ships = (): boolean => (found ??= existsSync(SHIPPED));

/** The option by which a command is told a program compiler. */
export const compilerOption = (): Option =>
  new Option(
    "--model <model>",
    "a trained program compiler: a model file, or the folder of a run",
  ).default(undefined, ships() ? "the one that ships" : "none ships yet");

/**
 * The path of the program compiler that a command uses.
 *
 * @param asked the option's value
 * @param option by which it can be named
 * @throws InputError when none was named and none ships
 */
export function compilerPath(asked: string | undefined, option = "--model"): string {
  if (asked !== undefined) return asked;
  if (ships()) return SHIPPED;
  throw new InputError(
    `no trained program compiler ships yet: train one by \`synth train --model compiler\`, then name it by \`${option} runs/compiler\``,
  );
}
