import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { CompilerConfig } from "./compilerConfig.ts";
import { TOKEN_KINDS } from "./compilerConfig.ts";
import { type ProgramDecoderParameters, decodeLogits } from "./programDecoder.ts";
import { type ResultType, Stacks } from "./stacks.ts";
import { NOP } from "./tokens.ts";

/** A program that the decoder reads from micro-operations. */
export interface Decompiled {
  /** N tokens in postfix order. */
  readonly tokens: readonly number[];
  /** Natural log of its probability among well-typed programs as the decoder reads them. */
  readonly logP: number;
}

/**
 * Programs that micro-operations may stand for, likeliest first: a beam search in which each token must
 * leave a well-typed program possible.
 *
 * @param micro [N, k M]: the micro-operations of one program
 * @param beam how many beginnings are followed, and how many programs come back at most
 * @param result what all of them give
 */
export function decompile(
  p: ProgramDecoderParameters,
  config: CompilerConfig,
  micro: Tensor2D,
  beam: number,
  result: ResultType | "any" = "any",
): readonly Decompiled[] {
  interface Beginning extends Decompiled {
    readonly stack: number;
  }
  let beginnings: readonly Beginning[] = [{ tokens: [], logP: 0, stack: Stacks.EMPTY }];
  for (let position = 0; position < config.tokens; position++) {
    const left = config.tokens - position - 1;
    const scores = tf.tidy(() => {
      // What stands after a beginning does not change the score of its next token.
      const rows = beginnings.flatMap(({ tokens }) => [
        ...tokens,
        ...Array.from({ length: left + 1 }, () => NOP),
      ]);
      const repeated = tf.tile(micro, [beginnings.length, 1]);
      const logits = decodeLogits(p, config, repeated, Int32Array.from(rows));
      return Float32Array.from(logits.dataSync());
    });
    const next = beginnings.flatMap((beginning, i): readonly Beginning[] => {
      const start = (i * config.tokens + position) * TOKEN_KINDS;
      const admitted = Array.from({ length: TOKEN_KINDS }, (_, token) => token).filter((token) =>
        Stacks.admits(beginning.stack, token, left, result),
      );
      const raised = admitted.map((token) => scores[start + token] as number);
      const greatest = Math.max(...raised);
      const total = raised.reduce((sum, score) => sum + Math.exp(score - greatest), 0);
      return admitted.map((token, j) => ({
        tokens: [...beginning.tokens, token],
        logP: beginning.logP + (raised[j] as number) - greatest - Math.log(total),
        stack: Stacks.after(beginning.stack, token),
      }));
    });
    beginnings = next.sort((a, b) => b.logP - a.logP).slice(0, beam);
  }
  return beginnings.map(({ tokens, logP }) => ({ tokens, logP }));
}
