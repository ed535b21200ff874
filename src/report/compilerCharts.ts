import type { CompilerLook } from "../neural/compiler/compilerLook.ts";
import type { Chart } from "./charts.ts";
import type { CompilerRun } from "./compilerData.ts";
import { VERDICTS, byteName } from "./compilerRun.ts";
import type { Verdict } from "../neural/compiler/slotPair.ts";

/** The colours of heat maps: likeness above and below none. */
const LIKE = "#4078f0";
const UNLIKE = "#e06c1e";

/** In CSS pixels: a row for each kind of token, and their names below; both charts stand side by side. */
const HEIGHT = 500;

/** The charts of a page of the program compiler: those of its run come first. */
export const compilerCharts = (
  look: CompilerLook,
  run: CompilerRun | undefined,
): readonly Chart[] => [...(run === undefined ? [] : [certaintyChart(run)]), kinshipChart(look)];

/** How sure the network is of each byte of each state. */
function certaintyChart({ states }: CompilerRun): Chart {
  const rows = states.flatMap(({ token, slots }, i) =>
    slots.flatMap(({ bytes, verdict, empty }) =>
      empty
        ? []
        : bytes.map((byte) => ({
            after: `${i + 1} ${token}`,
            sure: byte.probability,
            slot: VERDICTS[verdict].label,
            byte: `${byteName(byte)}, read as ${byte.read}`,
          })),
    ),
  );
  const verdicts = (Object.keys(VERDICTS) as Verdict[]).filter((verdict) =>
    rows.some(({ slot }) => slot === VERDICTS[verdict].label),
  );
  return {
    title: "How sure the network is",
    note: "The probability of each byte that it gives, after each token, by what became of the slot.",
    height: HEIGHT,
    spec: {
      data: { values: rows },
      mark: { type: "point", filled: true, size: 55, opacity: 0.75 },
      encoding: {
        x: {
          field: "after",
          type: "ordinal",
          sort: null,
          scale: { domain: states.map(({ token }, i) => `${i + 1} ${token}`) },
          title: null,
          axis: { labelAngle: -35, labelLimit: 90 },
        },
        y: {
          field: "sure",
          type: "quantitative",
          title: "probability",
          scale: { domain: [0, 1] },
          axis: { format: "%", tickCount: 5 },
        },
        color: {
          field: "slot",
          type: "nominal",
          scale: {
            domain: verdicts.map((verdict) => VERDICTS[verdict].label),
            range: verdicts.map((verdict) => `var(--${VERDICTS[verdict].color})`),
          },
          legend: { title: null },
        },
        tooltip: [
          { field: "byte", type: "nominal" },
          { field: "sure", type: "quantitative", format: ".2%" },
        ],
      },
    },
  };
}

/** Which kinds of token have micro-operations that are alike. */
function kinshipChart({ kinds, cosines }: CompilerLook): Chart {
  const rows = cosines.flatMap((row, a) =>
    row.map((cosine, b) => ({ a: kinds[a], b: kinds[b], cosine, strength: Math.abs(cosine) })),
  );
  const axis = {
    labelFontSize: 10,
    labelOverlap: false,
    labelLimit: 90,
    ticks: false,
    labelPadding: 3,
  };
  return {
    title: "What tokens have in common",
    note: "Cosines of the micro-operations of all kinds of token, less their mean: blue is alike, orange opposed.",
    height: HEIGHT,
    spec: {
      data: { values: rows },
      mark: { type: "rect" },
      encoding: {
        y: { field: "a", type: "nominal", sort: null, title: null, axis },
        x: {
          field: "b",
          type: "nominal",
          sort: null,
          title: null,
          axis: { ...axis, labelAngle: -90 },
        },
        color: { condition: { test: "datum.cosine < 0", value: UNLIKE }, value: LIKE },
        opacity: {
          field: "strength",
          type: "quantitative",
          scale: { domain: [0, 1], range: [0, 1] },
          legend: null,
        },
        tooltip: [
          { field: "a", type: "nominal", title: "token" },
          { field: "b", type: "nominal", title: "and" },
          { field: "cosine", type: "quantitative", format: ".2f" },
        ],
      },
    },
  };
}
