import { fileURLToPath } from "node:url";
import { Option } from "commander";

/** The domain that the program compiler is for. */
export const COMPILER_DOMAIN = "micro";

/** The trained program compiler that ships. */
const SHIPPED = fileURLToPath(new URL("../../models/compiler/model.safetensors", import.meta.url));

/** The option by which a command is told another program compiler. */
export const compilerOption = (): Option =>
  new Option("--model <file>", "a trained program compiler").default(SHIPPED, "the one that ships");
