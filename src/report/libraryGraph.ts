import { type Markup, clip, html } from "./markup.ts";
import type { ReportAbstraction } from "./reportData.ts";

const BOX = { width: 176, height: 54, gapX: 22, gapY: 52, margin: 8 } as const;
/** Boxes beside each other; the others of a level stand below. */
const MOST_COLUMNS = 6;

interface Place {
  readonly index: number;
  readonly one: ReportAbstraction;
  readonly x: number;
  readonly y: number;
}

/**
 * Which abstraction calls which, as a drawing: those that call none stand at the bottom, each other
 * one above all that it calls. Every box links to `#abstraction-INDEX`.
 *
 * @param abstractions each calls only such as stand before it
 */
export function libraryGraph(abstractions: readonly ReportAbstraction[]): Markup {
  const rows = rowsOf(abstractions);
  const columns = Math.max(...rows.map((row) => row.length));
  const width = 2 * BOX.margin + columns * (BOX.width + BOX.gapX) - BOX.gapX;
  const height = 2 * BOX.margin + rows.length * (BOX.height + BOX.gapY) - BOX.gapY;
  const places = new Map<string, Place>();
  for (const [index, row] of rows.entries()) {
    const indent = (columns - row.length) * ((BOX.width + BOX.gapX) / 2);
    for (const [column, { one, at }] of row.entries()) {
      places.set(one.name, {
        index: at,
        one,
        x: BOX.margin + indent + column * (BOX.width + BOX.gapX),
        y: BOX.margin + (rows.length - 1 - index) * (BOX.height + BOX.gapY),
      });
    }
  }
  const heaviest = Math.max(1, ...abstractions.map(({ weight }) => weight));
  const edges = [...places.values()].flatMap((from) =>
    from.one.callees.flatMap((name) => {
      const to = places.get(name);
      return to === undefined ? [] : [edge(from, to)];
    }),
  );
  const boxes = [...places.values()].map((place) => box(place, heaviest));
  return html`<div
    class="graph"
    tabindex="0"
    role="group"
    aria-label="Which abstraction calls which"
  >
    <svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${edges}${boxes}</svg>
  </div>`;
}

interface Member {
  readonly one: ReportAbstraction;
  readonly at: number;
}

/** Rows from the bottom up, each ordered by where what it calls stands, so that few lines cross. */
function rowsOf(abstractions: readonly ReportAbstraction[]): readonly (readonly Member[])[] {
  const level = new Map<string, number>();
  const levels: Member[][] = [];
  for (const [at, one] of abstractions.entries()) {
    const own = 1 + Math.max(-1, ...one.callees.map((name) => level.get(name) ?? -1));
    level.set(one.name, own);
    (levels[own] ??= []).push({ one, at });
  }
  const position = new Map<string, number>();
  return levels.flatMap((members) => {
    const centre = ({ one }: Member): number => {
      const known = one.callees.flatMap((name) => position.get(name) ?? []);
      return known.length === 0 ? 0.5 : known.reduce((sum, x) => sum + x, 0) / known.length;
    };
    const ordered = members.toSorted((a, b) => centre(a) - centre(b));
    const lines = Math.ceil(ordered.length / MOST_COLUMNS);
    const perLine = Math.ceil(ordered.length / lines);
    return Array.from({ length: lines }, (_, line) => {
      const row = ordered.slice(line * perLine, (line + 1) * perLine);
      for (const [i, { one }] of row.entries()) position.set(one.name, (i + 0.5) / row.length);
      return row;
    });
  });
}

function edge(from: Place, to: Place): Markup {
  const [x1, y1] = [from.x + BOX.width / 2, from.y + BOX.height];
  const [x2, y2] = [to.x + BOX.width / 2, to.y];
  const bend = Math.max(20, (y2 - y1) / 2);
  return html`<path
    class="edge"
    data-from="${from.index}"
    data-to="${to.index}"
    d="M${x1} ${y1} C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}"
  />`;
}

function box({ index, one, x, y }: Place, heaviest: number): Markup {
  const bar = Math.round((Math.max(0, one.weight) / heaviest) * (BOX.width - 20));
  const below = one.readable ?? one.body;
  const proposed = one.proposedName ?? "";
  const { name } = one;
  return html`<a class="node" data-index="${index}" href="#abstraction-${index}"
    ><title>${clip(`${name}: ${below}`, 400)}</title>
    <rect class="box" x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="8" />
    <text class="name" x="${x + 10}" y="${y + 20}">
      ${clip(name, 14)}
      <tspan class="proposed">${clip(proposed, 21 - Math.min(name.length, 14))}</tspan>
    </text>
    <text class="body" x="${x + 10}" y="${y + 37}">${clip(below, 22)}</text>
    <rect class="bar" x="${x + 10}" y="${y + 45}" width="${bar}" height="3" rx="1.5" />
  </a>`;
}
