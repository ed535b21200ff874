import { renderTable } from "../src/report/table.ts";

/** A table of which the first columns are text and the others, from a column on, are numbers. */
export const benchTable = (
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  firstNumber = 1,
): string =>
  renderTable(
    titles.map((title, index) =>
      index < firstNumber ? { title } : { title, align: "right" as const },
    ),
    rows,
    Infinity,
  ).join("\n");

/** A whole number with groups of three digits. */
export const whole = (value: number): string =>
  Number.isFinite(value) ? Math.round(value).toLocaleString("en") : "";

/** Milliseconds, with a decimal where they are few. */
export const milliseconds = (value: number): string =>
  Number.isFinite(value) ? (value < 10 ? value.toFixed(1) : whole(value)) : "";

/** Milliseconds as seconds. */
export const seconds = (ms: number): string => (ms / 1000).toFixed(1);
