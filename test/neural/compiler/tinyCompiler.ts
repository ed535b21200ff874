import { COMPILER, type CompilerConfig } from "../../../src/neural/compiler/compilerConfig.ts";

/** A network that is only as large as it must be to have all parts. */
export const TINY_COMPILER: CompilerConfig = {
  ...COMPILER,
  width: 8,
  heads: 2,
  layers: 1,
  hidden: 8,
  patterns: 2,
  microWidth: 4,
};
