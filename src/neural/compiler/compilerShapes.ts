import { type Shapes, encoderShapes, linearShapes, normShapes } from "../nn/shapes.ts";
import { TOLD, TOLD_FEATURES } from "./arithmetic.ts";
import { BOUND_FEATURES } from "./boundTable.ts";
import { type CompilerConfig, STATE_TOKENS, TOKEN_KINDS, microNumbers } from "./compilerConfig.ts";
import { HEADER_SCORES } from "./executor.ts";
import { EXAMPLE_TOKENS, GUESSER_SPREAD, guesserEncoder } from "./guesser.ts";
import { POINTER_SCORES, POINTER_WIDTH, SIDES } from "./pointers.ts";
import { decoderSizes } from "./programDecoder.ts";
import { encoderSizes } from "./programEncoder.ts";
import { ABSENT, FAULTS, TYPES } from "./state.ts";
import { BOUNDS, LENGTHS } from "./stateIds.ts";
import { NUMBERS } from "./stateNumbers.ts";

/** Names and shapes of the parameters that `initCompiler` makes. */
export const compilerShapes = (config: CompilerConfig): Shapes => [
  ...programEncoderShapes("encoder", config),
  ...executorShapes("executor", config),
  ...programDecoderShapes("decoder", config),
];

/** Of all parameters of a model: also those of the compiler of source order and of the guesser. */
export const compilerModelShapes = (config: CompilerConfig): ReadonlyMap<string, Shape> =>
  new Map([
    ...compilerShapes(config),
    ...programEncoderShapes("source", config),
    ...guesserShapes("guesser", config),
  ]);

type Shape = readonly number[];

const tables = (name: string, width: number, rows: Readonly<Record<string, number>>): Shapes =>
  Object.entries(rows).map(([table, count]) => [`${name}.${table}`, [count, width]]);

const programEncoderShapes = (name: string, config: CompilerConfig): Shapes => [
  ...tables(name, config.width, { tokens: TOKEN_KINDS, "positions.table": config.tokens }),
  ...encoderShapes(`${name}.context`, encoderSizes(config)),
  ...linearShapes(`${name}.out`, config.width, microNumbers(config)),
];

const programDecoderShapes = (name: string, config: CompilerConfig): Shapes => [
  ...tables(name, config.width, { tokens: TOKEN_KINDS + 1, "positions.table": config.tokens }),
  ...linearShapes(`${name}.micro`, microNumbers(config), config.width),
  ...encoderShapes(`${name}.context`, decoderSizes(config)),
  ...linearShapes(`${name}.out`, config.width, TOKEN_KINDS),
];

const boundTableShapes = (name: string, width: number): Shapes => [
  ...tables(name, width, { learned: BOUNDS, features: BOUND_FEATURES }),
  ...linearShapes(`${name}.out`, width, width),
  [`${name}.bias`, [ABSENT + 1]],
];

function executorShapes(name: string, config: CompilerConfig): Shapes {
  const { width, layers, arithmetic, ranks, microWidth } = config;
  const headers = { type: TYPES, least: LENGTHS, greatest: LENGTHS, fault: FAULTS };
  const places = { lowRank: LENGTHS, highRank: LENGTHS, fromEnd: LENGTHS };
  const state = { ...headers, place: STATE_TOKENS, ...(ranks === 1 ? places : {}) };
  const maps: Shapes = [
    [`${name}.arithmetic.maps`, [NUMBERS, STATE_TOKENS * TOLD * microWidth]],
    ...linearShapes(`${name}.arithmetic.out`, TOLD * TOLD_FEATURES, width),
  ];
  return [
    ...boundTableShapes(`${name}.low`, width),
    ...boundTableShapes(`${name}.high`, width),
    ...tables(`${name}.state`, width, state),
    ...(arithmetic === 1 ? maps : []),
    ...Array.from({ length: layers }, (_, i) =>
      stepLayerShapes(`${name}.layers.${i}`, config),
    ).flat(),
    ...normShapes(`${name}.norm`, width),
    ...(config.pointers === 1 ? pointerShapes(`${name}.pointers`, config) : []),
    ...linearShapes(`${name}.header`, width, HEADER_SCORES),
  ];
}

const pointerShapes = (name: string, config: CompilerConfig): Shapes => [
  ...linearShapes(`${name}.query`, config.width, SIDES * POINTER_WIDTH),
  ...linearShapes(`${name}.key`, config.width, SIDES * POINTER_WIDTH),
  ...linearShapes(`${name}.next`, config.width, SIDES),
  [`${name}.patterns`, [config.patterns, POINTER_SCORES]],
  ...linearShapes(`${name}.mixture`, config.microWidth, config.patterns),
  ...(config.arithmetic === 1 ? linearShapes(`${name}.number`, config.width, SIDES) : []),
];

function stepLayerShapes(name: string, config: CompilerConfig): Shapes {
  const { width, heads, hidden, patterns, microWidth } = config;
  const control = {
    attentionScale: width,
    attentionShift: width,
    forwardScale: width,
    forwardShift: width,
    heads,
    units: hidden,
    patterns,
  };
  return [
    ...normShapes(`${name}.attentionNorm`, width),
    [`${name}.qkv`, [width, 3 * width]],
    ...linearShapes(`${name}.out`, width, width),
    ...normShapes(`${name}.forwardNorm`, width),
    ...linearShapes(`${name}.into`, width, hidden),
    ...linearShapes(`${name}.back`, hidden, width),
    [`${name}.patterns`, [patterns, heads * STATE_TOKENS ** 2]],
    ...Object.entries(control).flatMap(([part, outputs]) =>
      linearShapes(`${name}.control.${part}`, microWidth, outputs),
    ),
  ];
}

function guesserShapes(name: string, config: CompilerConfig): Shapes {
  const { width, tokens } = config;
  const rows = {
    type: TYPES,
    length: LENGTHS,
    fault: FAULTS,
    place: EXAMPLE_TOKENS,
  };
  const wide = GUESSER_SPREAD * width;
  return [
    ...boundTableShapes(`${name}.bounds`, width),
    ...tables(name, width, rows),
    [`${name}.positions`, [tokens, wide]],
    ...encoderShapes(`${name}.encoder`, guesserEncoder(config)),
    ...linearShapes(`${name}.spread`, width, wide),
    ...linearShapes(`${name}.out`, wide, microNumbers(config)),
    ...programDecoderShapes(`${name}.decoder`, config),
  ];
}
