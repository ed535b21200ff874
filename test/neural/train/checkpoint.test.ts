import { beforeAll, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { domainLayout, productionTexts } from "../../../src/neural/recognition/fingerprint.ts";
import { readSafetensors, writeSafetensors } from "../../../src/neural/safetensors.ts";
import { readCheckpoint, writeCheckpoint } from "../../../src/neural/train/checkpoint.ts";
import { Trainer } from "../../../src/neural/train/trainer.ts";
import { DEFAULT_TRAINING } from "../../../src/neural/train/trainingConfig.ts";
import { smallDomain } from "../recognition/smallDomain.ts";

beforeAll(() => loadBackend("wasm"));

const domain = smallDomain();
const CONFIG = {
  ...DEFAULT_TRAINING,
  model: { encoder: { width: 8, heads: 2, layers: 1, hidden: 12 }, summary: 10, tokens: 32 },
  seed: 1,
};

function checkpoint(): Uint8Array {
  const trainer = new Trainer(CONFIG, domainLayout(domain));
  const position = { step: 0, block: 0, batch: 0 };
  const progress = {
    config: CONFIG,
    domain: "small",
    position,
    steps: null,
    elapsedMs: 0,
    loss: { sum: 0, updates: 0 },
    validated: null,
  };
  const bytes = writeCheckpoint(trainer, progress, domain.name, productionTexts(domain));
  trainer.dispose();
  return bytes;
}

test.each<readonly [string, (key: string, text: string) => string, RegExp]>([
  [
    "a model of one size and a training of another",
    (key, text) => (key === "training" ? text.replace('"width":8', '"width":16') : text),
    /another shape/,
  ],
  [
    "a size that takes all memory",
    (_, text) => text.replace('"width":8', '"width":1024'),
    /tensor parameter.features.table has the shape/,
  ],
])("a checkpoint with %s is refused before anything is made of it", (_, change, message) => {
  const file = readSafetensors(checkpoint());
  if (!file.ok) throw new Error(file.error);
  const metadata = new Map([...file.value.metadata].map(([key, text]) => [key, change(key, text)]));
  const read = readCheckpoint(writeSafetensors({ ...file.value, metadata }));
  expect(read.ok ? "" : read.error).toMatch(message);
});

test("a checkpoint whose average is of another shape is refused", () => {
  const file = readSafetensors(checkpoint());
  if (!file.ok) throw new Error(file.error);
  const tensors = new Map(file.value.tensors);
  tensors.delete("average/task.b");
  const read = readCheckpoint(writeSafetensors({ ...file.value, tensors }));
  expect(read.ok ? "" : read.error).toBe("tensor average/task.b is missing");
});
