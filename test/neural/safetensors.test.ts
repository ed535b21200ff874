import fc from "fast-check";
import { expect, test } from "vitest";
import { readSafetensors, writeSafetensors } from "../../src/neural/safetensors.ts";

const tensor = fc.array(fc.nat({ max: 3 }), { maxLength: 3 }).chain((shape) =>
  fc
    .array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
      minLength: shape.reduce((product, n) => product * n, 1),
      maxLength: shape.reduce((product, n) => product * n, 1),
    })
    .map((numbers) => ({ shape, numbers: Float32Array.from(numbers) })),
);
const names = fc.string({ maxLength: 8 }).filter((name) => name !== "__metadata__");
const file = fc.record({
  tensors: fc.uniqueArray(fc.tuple(names, tensor), { selector: ([name]) => name, maxLength: 4 }),
  metadata: fc.uniqueArray(fc.tuple(names, fc.string()), {
    selector: ([name]) => name,
    maxLength: 3,
  }),
});

test("what is written is read back", () => {
  fc.assert(
    fc.property(file, ({ tensors, metadata }) => {
      fc.pre(
        ![...tensors, ...metadata].some(([name]) => name === "__proto__" || /^\d+$/.test(name)),
      );
      const written = { tensors: new Map(tensors), metadata: new Map(metadata) };
      const read = readSafetensors(writeSafetensors(written));
      expect(read).toEqual({ ok: true, value: written });
    }),
  );
});

test("bytes of any kind are read or refused in a sentence, never thrown at", () => {
  const damaged = fc
    .tuple(file, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 6 }), fc.nat())
    .map(([{ tensors, metadata }, changes, cut]) => {
      const bytes = writeSafetensors({ tensors: new Map(tensors), metadata: new Map(metadata) });
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      return cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
    });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), damaged), (bytes) => {
      const read = readSafetensors(bytes);
      return read.ok || read.error.length > 0;
    }),
  );
});

test("a header that is longer than the file, or numbers that are none, are refused", () => {
  const bytes = writeSafetensors({
    tensors: new Map([["w", { shape: [1], numbers: Float32Array.from([NaN]) }]]),
    metadata: new Map(),
  });
  expect(readSafetensors(bytes)).toMatchObject({
    error: 'tensor "w" holds a number that is not finite',
  });
  new DataView(bytes.buffer).setBigUint64(0, 1n << 60n, true);
  expect(readSafetensors(bytes)).toMatchObject({
    error: "its header is longer than the file, or too long",
  });
});

test.each([
  [
    "one place twice",
    [
      [0, 8],
      [0, 8],
    ],
  ],
  [
    "a place within another",
    [
      [0, 8],
      [4, 8],
    ],
  ],
  [
    "a gap",
    [
      [0, 4],
      [8, 16],
    ],
  ],
  ["a beginning that no tensor has", [[4, 16]]],
  [
    "an end that no tensor has",
    [
      [0, 8],
      [8, 12],
    ],
  ],
  [
    "an end beyond the file",
    [
      [0, 16],
      [16, 20],
    ],
  ],
])("tensors with %s are refused", (_, places) => {
  const entries = places.map(([begin = 0, end = 0], i) => [
    `t${i}`,
    { dtype: "F32", shape: [(end - begin) / 4], data_offsets: [begin, end] },
  ]);
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const bytes = new Uint8Array(8 + header.length + 16);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  const read = readSafetensors(bytes);
  expect(read.ok ? "" : read.error).toMatch(/overlap, or leave out|does not lie where/);
});
