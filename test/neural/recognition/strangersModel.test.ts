import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { parseType } from "../../../src/dsl/parseType.ts";
import { loadBackend } from "../../../src/neural/backend.ts";
import { disposeParameters, readParameters } from "../../../src/neural/nn/parameters.ts";
import { domainLayout, productionTexts } from "../../../src/neural/recognition/fingerprint.ts";
import { initModel } from "../../../src/neural/recognition/model.ts";
import {
  describeModel,
  namedNumbers,
  readModel,
  writeModel,
} from "../../../src/neural/recognition/modelFile.ts";
import { recognitionGuide } from "../../../src/neural/recognition/recognitionModel.ts";
import { readCheckpoint } from "../../../src/neural/train/checkpoint.ts";
import { createRng } from "../../../src/support/rng.ts";
import type { Task } from "../../../src/tasks/task.ts";
import { change, changed } from "../../support/changedJson.ts";
import { smallDomain } from "./smallDomain.ts";

beforeAll(() => loadBackend("wasm"));

const domain = smallDomain();

function modelBytes(): Uint8Array {
  const config = {
    encoder: { width: 8, heads: 2, layers: 1, hidden: 12 },
    summary: 10,
    tokens: 32,
  };
  const parameters = initModel(createRng(1), config, domainLayout(domain));
  const description = describeModel(domain.name, productionTexts(domain), config);
  const bytes = writeModel(description, namedNumbers(parameters, readParameters(parameters)));
  disposeParameters(parameters);
  return bytes;
}

/** The file with another header. */
function withHeader(bytes: Uint8Array, edit: (header: string) => string): Uint8Array {
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = new TextEncoder().encode(
    edit(new TextDecoder().decode(bytes.subarray(8, 8 + length))),
  );
  const out = new Uint8Array(8 + header.length + bytes.length - 8 - length);
  new DataView(out.buffer).setBigUint64(0, BigInt(header.length), true);
  out.set(header, 8);
  out.set(bytes.subarray(8 + length), 8 + header.length);
  return out;
}

/** The header with another description, a text within its text. */
const withDescription = (header: string, edit: (text: string) => string): string => {
  const parsed = JSON.parse(header) as { __metadata__: { synth: string } };
  parsed.__metadata__.synth = edit(parsed.__metadata__.synth);
  return JSON.stringify(parsed);
};

test("whatever a model's file says, it is used or refused in a sentence, and no memory stays", () => {
  const bytes = modelBytes();
  const request = parseType("list int -> list int");
  if (!request.ok) throw new Error(request.error.message);
  const task: Task = {
    name: "t",
    file: "t.synth",
    domain: domain.name,
    request: request.value,
    examples: [{ inputs: [[1, 2]], output: [2] }],
    holdout: [],
    definitions: [],
  };
  let refused = 0;
  fc.assert(
    fc.property(
      fc.array(change, { minLength: 1, maxLength: 2 }),
      fc.boolean(),
      (changes, described) => {
        const edit = (text: string): string => changes.reduce(changed, text);
        const file = withHeader(bytes, (header) =>
          described ? withDescription(header, edit) : edit(header),
        );
        const { numTensors } = tf.memory();
        const read = readModel(file);
        if (read.ok) {
          const guide = recognitionGuide(read.value);
          guide.weights(task, domain);
          guide.dispose();
        } else refused++;
        expect(read.ok ? "it is a model" : read.error).toMatch(/^\S.{3,300}$/);
        expect(tf.memory().numTensors).toBe(numTensors);
        expect(readCheckpoint(file).ok).toBe(false);
      },
    ),
    { numRuns: 300, seed: 1 },
  );
  expect(refused).toBeGreaterThan(150);
});
