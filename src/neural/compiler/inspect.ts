// What a command needs to look into a program compiler, loaded together and only then.
import type { CompilerModel } from "./compilerFile.ts";
import { type Decompiled, decompile } from "./decompile.ts";
import { postfixCompiler } from "./evaluateCompiler.ts";

export { lookInto } from "./compilerLook.ts";
export { disposeCompiler } from "./compilerFile.ts";
export { exampleSlots, rangeSlot, valueSlot } from "./inputs.ts";
export { listing } from "./listing.ts";
export { openCompiler } from "./openCompiler.ts";
export { termOf, tokensOf } from "./postfix.ts";
export { bare, padded } from "./randomProgram.ts";
export { refine } from "./refine.ts";
export { fitOf } from "./refineTask.ts";
export { sideBySide } from "./sideBySide.ts";
export { sourceOrder } from "./sourceOrder.ts";
export { printTokens } from "./tokens.ts";

/** Programs that are followed at a time when micro-operations are read back. */
const BEAM = 8;

/** What the micro-operations of a program of N tokens are read back as, likeliest first. */
export function readBack(
  { parameters, config }: CompilerModel,
  tokens: readonly number[],
): readonly Decompiled[] {
  const micro = postfixCompiler(parameters, config).compile([tokens]);
  const found = decompile(parameters.decoder, config, micro, BEAM);
  micro.dispose();
  return found;
}
