import { VOCABULARY } from "../tokens/vocabulary.ts";
import { encoderShapes, linearShapes } from "../nn/shapes.ts";
import type { NamedNumbers } from "../safetensors.ts";
import type { Layout } from "./layout.ts";
import type { ModelConfig } from "./model.ts";

/**
 * Names and shapes of the parameters that `initModel` makes, without making any: what a file of a few
 * bytes asks for is known before memory is taken for it.
 *
 * @param config as files have them: of the encoder's choices none but its sizes
 */
export function modelShapes(
  { encoder, summary }: ModelConfig,
  { rows, columns }: Layout,
): ReadonlyMap<string, readonly number[]> {
  const { width } = encoder;
  return new Map([
    ["features.table", [VOCABULARY, width]],
    ...encoderShapes("encoder", encoder),
    ...linearShapes("example", width, summary),
    ...linearShapes("task", summary, summary),
    ...linearShapes("choice", summary, columns),
    ...linearShapes("place", summary, rows * columns),
  ]);
}

/**
 * The first tensor that is missing, too many, or of another shape, as a sentence; undefined: all are as
 * they should be.
 *
 * @param prefix in front of the names
 */
export function shapeProblem(
  tensors: ReadonlyMap<string, NamedNumbers>,
  shapes: ReadonlyMap<string, readonly number[]>,
  prefix = "",
): string | undefined {
  for (const [name, shape] of shapes) {
    const found = tensors.get(prefix + name)?.shape;
    if (found === undefined) return `tensor ${prefix}${name} is missing`;
    if (found.join() !== shape.join()) {
      return `tensor ${prefix}${name} has the shape [${found.join(", ")}] where [${shape.join(", ")}] is wanted`;
    }
  }
  for (const name of tensors.keys()) {
    if (name.startsWith(prefix) && !shapes.has(name.slice(prefix.length))) {
      return `tensor ${JSON.stringify(name.slice(0, 100))} is no parameter of this model`;
    }
  }
  return undefined;
}
