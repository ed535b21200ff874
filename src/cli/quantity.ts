import { InvalidArgumentError } from "commander";

const DURATION_UNITS = new Map([
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
]);

const SIZE_UNITS = new Map([
  ["B", 1],
  ["KB", 2 ** 10],
  ["MB", 2 ** 20],
  ["GB", 2 ** 30],
]);

/** Reads `10s`, `500ms`, `1.5m`, `2h` as milliseconds. */
export const parseDuration = (text: string): number =>
  parseWithUnit(text, DURATION_UNITS, "a time such as 10s, 500ms, 2m or 1h");

/** Reads `512MB` or `2GB` as bytes; units are powers of 1024. */
export const parseSize = (text: string): number =>
  Math.round(parseWithUnit(text.toUpperCase(), SIZE_UNITS, "a size such as 512MB or 2GB"));

/** Reads a whole number from 1 up: `200000`, `200_000`, `200k`, `5M`. */
export function parseCount(text: string): number {
  const match = /^(\d[\d_]*)([kM]?)$/.exec(text);
  const unit = match?.[2] === "k" ? 1e3 : match?.[2] === "M" ? 1e6 : 1;
  const count = Number(match?.[1]?.replaceAll("_", "")) * unit;
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new InvalidArgumentError("It must be a whole number from 1 up, such as 200000 or 200k.");
  }
  return count;
}

/** Reads a whole number from 0 up: `0`, `20k`. */
export function parseCountOrNone(text: string): number {
  if (/^0+$/.test(text)) return 0;
  try {
    return parseCount(text);
  } catch {
    throw new InvalidArgumentError("It must be a whole number from 0 up, such as 0, 20000 or 20k.");
  }
}

/** Reads a whole number from 0 up, as seeds are. */
export function parseSeed(text: string): number {
  const seed = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(seed)) {
    throw new InvalidArgumentError("It must be a whole number from 0 up.");
  }
  return seed;
}

/** Reads a number from 0 to 1, such as `0.05`. */
export function parseShare(text: string): number {
  const share = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN;
  if (!(share >= 0 && share <= 1)) {
    throw new InvalidArgumentError("It must be a number from 0 to 1, such as 0.05.");
  }
  return share;
}

/** Reads a share that is not all. */
export function parsePart(text: string): number {
  const part = parseShare(text);
  if (part === 1) throw new InvalidArgumentError("It must be less than 1, such as 0.3.");
  return part;
}

function parseWithUnit(text: string, units: ReadonlyMap<string, number>, expected: string): number {
  const match = /^(\d+(?:\.\d+)?)([a-zA-Z]+)$/.exec(text);
  const unit = units.get(match?.[2] ?? "");
  const amount = Number(match?.[1]) * (unit ?? NaN);
  if (!Number.isFinite(amount) || amount <= 0) {
    throw new InvalidArgumentError(`It must be ${expected}.`);
  }
  return amount;
}

/** `0.35s`, `12.3s`, `4m 05s`: at most three figures. */
export function printDuration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(2)}s`;
  if (seconds < 100) return `${seconds.toFixed(1)}s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}m ${String(whole % 60).padStart(2, "0")}s`;
}

/** `950`, `12.3k`, `4.56M`. */
export function printCount(count: number): string {
  if (count < 1000) return String(Math.round(count));
  const [scaled, unit] =
    count < 999_500
      ? [count / 1e3, "k"]
      : count < 999_500_000
        ? [count / 1e6, "M"]
        : [count / 1e9, "G"];
  return `${scaled < 10 ? scaled.toFixed(2) : scaled < 100 ? scaled.toFixed(1) : Math.round(scaled)}${unit}`;
}

/** `512 MB`, `1.5 GB`. */
export function printSize(bytes: number): string {
  const [scaled, unit] =
    bytes < 2 ** 20
      ? [bytes / 2 ** 10, "KB"]
      : bytes < 2 ** 30
        ? [bytes / 2 ** 20, "MB"]
        : [bytes / 2 ** 30, "GB"];
  return `${scaled < 10 && !Number.isInteger(scaled) ? scaled.toFixed(1) : Math.round(scaled)} ${unit}`;
}
