import { isCount, isObject, parsedJson } from "../support/jsonObject.ts";
import { type Result, failure, success } from "../support/result.ts";

// The format of https://github.com/huggingface/safetensors: 8 bytes that say how long the header is,
// a JSON header with the type, shape and place of each tensor, then the numbers, of which each belongs to
// one tensor. Here float32 only.

/** A tensor's numbers, row-major. */
export interface NamedNumbers {
  readonly shape: readonly number[];
  readonly numbers: Float32Array;
}

const LENGTH_BYTES = 8;
const MOST_HEADER_BYTES = 1 << 20;
const MOST_TENSORS = 10_000;
const FLOAT_BYTES = 4;
/** Of a tensor's name, in characters. */
const MOST_SHOWN = 100;

/** What a file holds: tensors by name, and texts about them. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, NamedNumbers>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** Writes tensors in the order of the map. */
export function writeSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  let offset = 0;
  const entries = [...tensors].map(([name, { shape, numbers }]) => {
    const begin = offset;
    offset += numbers.length * FLOAT_BYTES;
    return [name, { dtype: "F32", shape, data_offsets: [begin, offset] }] as const;
  });
  const text = JSON.stringify({
    __metadata__: Object.fromEntries(metadata),
    ...Object.fromEntries(entries),
  });
  // Spaces, so that the numbers begin at a multiple of 8.
  const header = new TextEncoder().encode(text + " ".repeat(-Buffer.byteLength(text) & 7));
  const start = LENGTH_BYTES + header.length;
  const bytes = new Uint8Array(start + offset);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, LENGTH_BYTES);
  let at = start;
  for (const { numbers } of tensors.values()) {
    for (const number of numbers) {
      view.setFloat32(at, number, true);
      at += FLOAT_BYTES;
    }
  }
  return bytes;
}

interface Header {
  readonly metadata: Safetensors["metadata"];
  /** What the header says of each tensor, unread. */
  readonly described: { readonly [name: string]: unknown };
  /** Where the numbers begin. */
  readonly start: number;
}

/** The header of bytes of any content; the numbers are not looked at. */
export function readHeader(bytes: Uint8Array): Result<Header, string> {
  if (bytes.length < LENGTH_BYTES) return failure("it is too short to be a safetensors file");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > MOST_HEADER_BYTES || LENGTH_BYTES + headerLength > bytes.length) {
    return failure("its header is longer than the file, or too long");
  }
  const start = LENGTH_BYTES + headerLength;
  const header = parsedJson(new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, start)));
  if (header === undefined) return failure("its header is no JSON");
  if (!isObject(header)) return failure("its header is no JSON object");
  const { __metadata__: about, ...described } = header;
  if (about !== undefined && !isObject(about)) return failure("its metadata are no texts");
  const texts = Object.entries(about ?? {});
  if (!texts.every((entry): entry is [string, string] => typeof entry[1] === "string")) {
    return failure("its metadata are no texts");
  }
  return success({ metadata: new Map(texts), described, start });
}

/**
 * Reads what `writeSafetensors` wrote, from bytes of any content.
 *
 * @returns what it holds, or one sentence on what is wrong
 */
export function readSafetensors(bytes: Uint8Array): Result<Safetensors, string> {
  const header = readHeader(bytes);
  if (!header.ok) return header;
  const { metadata, described, start } = header.value;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = Object.entries(described);
  if (entries.length > MOST_TENSORS) return failure("it has too many tensors");
  const available = bytes.length - start;
  const places: (Place & { readonly name: string })[] = [];
  for (const [name, entry] of entries) {
    const read = readPlace(entry, available);
    if (!read.ok) return failure(`tensor ${shown(name)} ${read.error}`);
    places.push({ name, ...read.value });
  }
  if (!isCover(places, available)) {
    return failure("its tensors overlap, or leave out a part of the numbers");
  }
  const tensors = new Map<string, NamedNumbers>();
  for (const { name, shape, begin, end } of places) {
    const numbers = new Float32Array((end - begin) / FLOAT_BYTES);
    for (let i = 0; i < numbers.length; i++) {
      const number = view.getFloat32(start + begin + i * FLOAT_BYTES, true);
      if (!Number.isFinite(number)) {
        return failure(`tensor ${shown(name)} holds a number that is not finite`);
      }
      numbers[i] = number;
    }
    tensors.set(name, { shape, numbers });
  }
  return success({ tensors, metadata });
}

const shown = (name: string): string => JSON.stringify(name.slice(0, MOST_SHOWN));

/** Where a tensor's bytes are, counted from the first number's. */
interface Place {
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function readPlace(entry: unknown, available: number): Result<Place, string> {
  const { dtype, shape, data_offsets: offsets } = isObject(entry) ? entry : {};
  if (dtype !== "F32") return failure("is not of float32 numbers");
  if (!isSizes(shape) || shape.length > 8) return failure("has no shape");
  if (!isSizes(offsets) || offsets.length !== 2) return failure("has no place");
  const [begin, end] = offsets as [number, number];
  const size = shape.reduce((product, n) => product * n, 1);
  if (end > available || end - begin !== size * FLOAT_BYTES) {
    return failure("does not lie where its shape says");
  }
  return success({ shape, begin, end });
}

/** Do the places follow each other without gap or overlap, from the first byte to the last? */
function isCover(places: readonly Place[], available: number): boolean {
  let reached = 0;
  for (const { begin, end } of places.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== reached) return false;
    reached = end;
  }
  return reached === available;
}

const isSizes = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every(isCount);

/** The numbers of the tensors whose names begin with a prefix, by the rest of their names. */
export const numbersUnder = (
  { tensors }: Pick<Safetensors, "tensors">,
  prefix: string,
): ReadonlyMap<string, Float32Array> =>
  new Map(
    [...tensors]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, { numbers }]) => [name.slice(prefix.length), numbers]),
  );
