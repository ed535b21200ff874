import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { COMPILER, type CompilerConfig } from "../../../src/neural/compiler/compilerConfig.ts";
import {
  type GuesserParameters,
  guess,
  initGuesser,
} from "../../../src/neural/compiler/guesser.ts";
import { inputSlot } from "../../../src/neural/compiler/inputs.ts";
import { taskOfProgram } from "../../../src/neural/compiler/refineTask.ts";
import { Stacks, stackAfter } from "../../../src/neural/compiler/stacks.ts";
import { tokenNumber } from "../../../src/neural/compiler/tokens.ts";
import { disposeParameters } from "../../../src/neural/nn/parameters.ts";
import { createRng } from "../../../src/support/rng.ts";

const CONFIG: CompilerConfig = { ...COMPILER, tokens: 3, width: 8, heads: 2, microWidth: 4 };

let p: GuesserParameters;

beforeAll(async () => {
  await loadBackend("wasm");
  p = initGuesser(createRng(1), CONFIG);
});

afterAll(() => disposeParameters(p));

describe("guesses", () => {
  test.each([
    ["int", "x sum"],
    ["list", "x rev"],
  ])("are of the type that the examples have: %s", (result, program) => {
    const tokens = program.split(" ").map(tokenNumber);
    const task = taskOfProgram(tokens, [[1, 5, 2], [-3]].map(inputSlot));
    // A network before any training likes programs of either type.
    const programs = guess(p, CONFIG, task, 24).map((found) => found.tokens);
    expect(programs).toHaveLength(24);
    const types = programs.map((found) => Stacks.result(stackAfter(found) ?? Stacks.EMPTY));
    expect(new Set(types)).toEqual(new Set([result]));
  });
});
