import type { Domain } from "../../dsl/domain.ts";
import { type Term, size } from "../../dsl/term.ts";
import { domainLayout } from "../recognition/fingerprint.ts";
import { Dreamer } from "./dreams.ts";
import { type EncodedDream, dreamEncoder } from "./encodeDream.ts";

/** Longer programs, one in so many, are kept for the validation; shorter ones are too few for that. */
const HELD_OUT = 8;
const SHORT = 7;

/** Chunks of encoded dreams, by number. */
export interface DreamSource {
  /** Dreams to train on, or of the same kind those that are never trained on. */
  chunk(part: "training" | "validation", number: number): readonly EncodedDream[];
}

export function createDreamSource(
  domain: Domain,
  {
    seed,
    tokens,
    mostCalls,
  }: { readonly seed: number; readonly tokens: number; readonly mostCalls?: number },
): DreamSource {
  const dreamer = new Dreamer(domain, seed, mostCalls);
  const encode = dreamEncoder(domain, dreamer.deriver, domainLayout(domain), tokens);
  return {
    chunk: (part, number) =>
      dreamer.chunk(part === "training" ? number : -1 - number).flatMap((dream) => {
        if (isHeldOut(dream.program) !== (part === "validation")) return [];
        const encoded = encode(dream);
        return encoded === undefined ? [] : [encoded];
      }),
  };
}

/** Is a program kept for the validation, wherever it is dreamt? */
export function isHeldOut(program: Term): boolean {
  if (size(program) <= SHORT) return false;
  const text = JSON.stringify(program, (_, part: unknown) =>
    typeof part === "bigint" ? String(part) : part,
  );
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return (hash >>> 0) % HELD_OUT === 0;
}
