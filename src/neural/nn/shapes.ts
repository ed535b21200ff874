import type { EncoderConfig } from "./encoder.ts";

/**
 * Names and shapes of the parameters that a block's `init` makes, without making any: what a file of a
 * few bytes asks for is known before memory is taken for it.
 */
export type Shapes = readonly (readonly [name: string, shape: readonly number[]])[];

/** Of `initLinear` with a bias. */
export const linearShapes = (name: string, inputs: number, outputs: number): Shapes => [
  [`${name}.w`, [inputs, outputs]],
  [`${name}.b`, [outputs]],
];

/** Of `initLayerNorm`. */
export const normShapes = (name: string, width: number): Shapes => [
  [`${name}.gain`, [width]],
  [`${name}.bias`, [width]],
];

/** Of `initEncoder`, for a config without other choices than these. */
export function encoderShapes(
  name: string,
  config: Pick<EncoderConfig, "width" | "layers" | "hidden" | "states">,
): Shapes {
  const { width, layers, hidden, states = 0 } = config;
  const sublayers = Array.from({ length: layers }, (_, layer): Shapes => {
    const [heed, feed] = [2 * layer, 2 * layer + 1].map((i) => `${name}.sublayers.${i}`) as [
      string,
      string,
    ];
    const mixer: Shapes =
      states === 0
        ? [
            [`${heed}.attention.qkv`, [width, 3 * width]],
            ...linearShapes(`${heed}.attention.out`, width, width),
          ]
        : stateSpaceShapes(`${heed}.stateSpace`, width, states);
    return [
      ...normShapes(`${heed}.norm`, width),
      ...mixer,
      ...normShapes(`${feed}.norm`, width),
      ...linearShapes(`${feed}.feedForward.into`, width, hidden),
      ...linearShapes(`${feed}.feedForward.out`, hidden, width),
    ];
  });
  return [...sublayers.flat(), ...normShapes(`${name}.norm`, width)];
}

/** Of `initStateSpace`, not causal. */
const stateSpaceShapes = (name: string, width: number, states: number): Shapes => [
  ...[0, 1].flatMap((system): Shapes => [
    ...["decay", "turn", "real", "imaginary"].map(
      (part) => [`${name}.systems.${system}.${part}`, [width, states]] as const,
    ),
    [`${name}.systems.${system}.step`, [width, 1]],
    [`${name}.systems.${system}.direct`, [width, 1]],
  ]),
  ...linearShapes(`${name}.out`, width, width),
];
