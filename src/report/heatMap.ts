import { crc32, deflateSync } from "node:zlib";
import { type Markup, html } from "./markup.ts";

/** Numbers of a picture, row by row. */
export interface Grid {
  readonly values: ArrayLike<number>;
  readonly columns: number;
}

/** The picture of numbers above zero is blue, of those below it orange; zero is the page's own ground. */
const COLORS = { above: [64, 120, 240], below: [224, 108, 30] } as const;
const STEPS = 127;
const ZERO = STEPS;

/** Of each step from the least to the greatest number the colour, and how opaque it is. */
const PALETTE = Buffer.from(
  Array.from({ length: 2 * STEPS + 1 }, (_, i) => (i < ZERO ? COLORS.below : COLORS.above)).flat(),
);
const OPACITY = Buffer.from(
  Array.from({ length: 2 * STEPS + 1 }, (_, i) =>
    Math.round(255 * Math.sqrt(Math.abs(i - ZERO) / STEPS)),
  ),
);

/**
 * Numbers as a picture in the page, a pixel each: fit for light and dark, since what is near zero is
 * transparent.
 *
 * @param limit numbers this far from zero, and further ones, have the full colour
 * @param label what it shows, for those who do not see it
 * @param kind the class of the picture
 */
export function heatMap(grid: Grid, limit: number, label: string, kind: string): Markup {
  const rows = Math.floor(grid.values.length / grid.columns);
  const data = png(grid, rows, limit).toString("base64");
  return html`<img
    class="heat ${kind}"
    width="${grid.columns}"
    height="${rows}"
    alt="${label}"
    src="data:image/png;base64,${data}"
  />`;
}

/** The greatest distance from zero, for a `limit` that several pictures share. */
export function greatestOf(grids: readonly ArrayLike<number>[]): number {
  let most = 0;
  for (const values of grids) {
    for (let i = 0; i < values.length; i++) {
      const size = Math.abs(values[i] as number);
      if (Number.isFinite(size)) most = Math.max(most, size);
    }
  }
  return most;
}

/** A PNG file with a palette (PNG specification, third edition, sections 5 and 11). */
function png({ values, columns }: Grid, rows: number, limit: number): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(columns, 0);
  size.writeUInt32BE(rows, 4);
  // Eight bits a pixel, colours of a palette.
  size.set([8, 3], 8);
  const pixels = Buffer.alloc(rows * (columns + 1));
  for (let row = 0; row < rows; row++) {
    // The first byte of a row says that it is not filtered.
    const to = row * (columns + 1) + 1;
    for (let i = 0; i < columns; i++) {
      pixels[to + i] = stepOf(values[row * columns + i] as number, limit);
    }
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", size),
    chunk("PLTE", PALETTE),
    chunk("tRNS", OPACITY),
    chunk("IDAT", deflateSync(pixels, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function stepOf(value: number, limit: number): number {
  if (!(limit > 0) || Number.isNaN(value)) return ZERO;
  return ZERO + Math.round(STEPS * Math.max(-1, Math.min(1, value / limit)));
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
