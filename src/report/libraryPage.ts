import type { Abstraction, Compression } from "../library/compress.ts";
import { plainText } from "../support/plainText.ts";

export interface LibraryPageOptions {
  /** What was compressed, such as the path of the file. */
  readonly title: string;
  /** Types of abstractions, by name, as text. */
  readonly types?: ReadonlyMap<string, string>;
}

const BOX = { width: 190, height: 58, gapX: 28, gapY: 64, margin: 16 } as const;
const BODY_LENGTH = 4_000;

/**
 * A learned library as one HTML page that loads nothing: a graph of which abstraction calls which, and
 * a table with each one's body, calls and what it saved.
 */
export function libraryPage(compression: Compression, options: LibraryPageOptions): string {
  const { abstractions, originalCost, finalCost } = compression;
  const title = escape(`Library of ${options.title}`);
  const ratio = finalCost === 0 ? "" : ` (${(originalCost / finalCost).toFixed(2)}x)`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
<p>Cost ${originalCost} → ${finalCost}${ratio}: ${abstractions.length} abstractions,
${compression.rewritten.length} programs.</p>
${abstractions.length === 0 ? "<p>No abstraction saves more than it costs.</p>" : graph(abstractions)}
${abstractions.length === 0 ? "" : table(abstractions, options.types)}
</body>
</html>
`;
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2733; --paper: #fff; --line: #b8c4d0; --box: #eef4fa; --bar: #3b82b8; }
@media (prefers-color-scheme: dark) { :root { --ink: #dbe4ee; --paper: #12181f; --line: #47566a; --box: #1c2733; } }
body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; overflow-wrap: anywhere; }
.graph, .wide { overflow-x: auto; }
svg text { fill: var(--ink); font-size: 12px; }
svg .id { font-weight: 600; font-size: 13px; }
svg rect { fill: var(--box); stroke: var(--line); }
svg .bar { fill: var(--bar); stroke: none; }
svg path { fill: none; stroke: var(--line); stroke-width: 1.5; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
td:first-child { white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
code { font: 13px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
`;

interface Place {
  readonly one: Abstraction;
  readonly x: number;
  readonly y: number;
}

/** Abstractions that call none stand at the bottom, each other one above all that it calls. */
function graph(abstractions: readonly Abstraction[]): string {
  const level = new Map<string, number>();
  const rows: Abstraction[][] = [];
  for (const one of abstractions) {
    const own = 1 + Math.max(-1, ...one.callees.map((name) => level.get(name) ?? 0));
    level.set(one.name, own);
    (rows[own] ??= []).push(one);
  }
  const widest = Math.max(...rows.map((row) => row.length));
  const width = 2 * BOX.margin + widest * (BOX.width + BOX.gapX) - BOX.gapX;
  const height = 2 * BOX.margin + rows.length * (BOX.height + BOX.gapY) - BOX.gapY;
  const places = new Map<string, Place>();
  for (const [index, row] of rows.entries()) {
    const indent = (widest - row.length) * ((BOX.width + BOX.gapX) / 2);
    for (const [column, one] of row.entries()) {
      places.set(one.name, {
        one,
        x: BOX.margin + indent + column * (BOX.width + BOX.gapX),
        y: BOX.margin + (rows.length - 1 - index) * (BOX.height + BOX.gapY),
      });
    }
  }
  const most = Math.max(...abstractions.map(({ utility }) => utility));
  const edges = [...places.values()].flatMap((from) =>
    from.one.callees.flatMap((name) => {
      const to = places.get(name);
      return to === undefined ? [] : [edge(from, to)];
    }),
  );
  const boxes = [...places.values()].map((place) => box(place, most));
  return `<h2>Which abstraction calls which</h2>
<div class="graph"><svg role="img" aria-label="graph of the library" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
${[...edges, ...boxes].join("\n")}
</svg></div>`;
}

function edge(from: Place, to: Place): string {
  const [x1, y1] = [from.x + BOX.width / 2, from.y + BOX.height];
  const [x2, y2] = [to.x + BOX.width / 2, to.y];
  const bend = Math.max(20, (y2 - y1) / 2);
  return `<path d="M${x1} ${y1} C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}"/>`;
}

function box({ one, x, y }: Place, most: number): string {
  const bar = Math.max(2, Math.round((one.utility / most) * (BOX.width - 16)));
  return `<g><title>${escape(clip(one.body, BODY_LENGTH))}</title>
<rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6"/>
<text class="id" x="${x + 8}" y="${y + 18}">${escape(clip(one.name, 12))} · ${escape(clip(one.proposedName, 14))}</text>
<text x="${x + 8}" y="${y + 35}">${one.calls} calls, saves ${one.utility}</text>
<rect class="bar" x="${x + 8}" y="${y + 44}" width="${bar}" height="5" rx="2"/></g>`;
}

function table(
  abstractions: readonly Abstraction[],
  types: ReadonlyMap<string, string> | undefined,
): string {
  const rows = abstractions.map((one) => {
    const type = types?.get(one.name);
    return `<tr><td><code>${escape(one.name)}</code></td><td>${escape(one.proposedName)}</td>
<td class="number">${one.arity}</td><td class="number">${one.calls}</td>
<td class="number">${one.utility}</td><td class="number">${one.costAfter}</td>
<td><code>${escape(clip(one.body, BODY_LENGTH))}</code>${type === undefined ? "" : `<br><code>: ${escape(type)}</code>`}</td></tr>`;
  });
  return `<h2>Abstractions</h2>
<div class="wide"><table><thead><tr><th>id</th><th>proposed name</th><th class="number">arguments</th><th class="number">calls</th>
<th class="number">saved, less its body</th><th class="number">cost after</th><th>body</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table></div>`;
}

const clip = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;

const escape = (text: string): string =>
  plainText(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
