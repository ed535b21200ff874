import { fileURLToPath } from "node:url";
import { Option } from "commander";
import { micro } from "../domains/micro/micro.ts";

/** The domain that the program compiler is for. */
export const COMPILER_DOMAIN: string = micro.name;

/** The trained program compiler that ships. */
export const SHIPPED_COMPILER: string = fileURLToPath(
  new URL("../../models/compiler/model.safetensors", import.meta.url),
);

/** The option by which a command is told a program compiler. */
export const compilerOption = (): Option =>
  new Option(
    "--model <model>",
    "a trained program compiler: a model file, or the folder of a run",
  ).default(undefined, "the one that ships");
