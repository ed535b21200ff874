// Time, expansions and costs of library learning:
//
//     npx jiti bench/library.ts [folder]
//
// The folder holds corpora as `synth compress` reads them; each is compressed by 10 abstractions of
// arity 2. When it has the folders `corpora` and `goldens`, as the published test set of Stitch has,
// every golden file is run with its own options and compared. Without a folder, corpora are generated
// from a seed. One thread; times are medians of three rounds, after one that is not counted.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import { type CompressOptions, type Compression, compress } from "../src/library/compress.ts";
import type { Corpus } from "../src/library/corpus.ts";
import { readCorpus } from "../src/library/readCorpus.ts";
import { PRUNINGS } from "../src/library/searchOptions.ts";
import { renderTable } from "../src/report/table.ts";
import { type Rng, createRng } from "../src/support/rng.ts";
import { renderSourceError } from "../src/support/sourceError.ts";

interface Run {
  readonly name: string;
  readonly corpus: Corpus;
  readonly options: CompressOptions;
  /** What another tool found with these options. */
  readonly expected?: Expected;
}

interface Expected {
  readonly original_cost: number;
  readonly final_cost: number;
  readonly num_abstractions: number;
  readonly abstractions: readonly { readonly utility: number }[];
}

interface Row {
  readonly name: string;
  readonly programs: number;
  readonly originalCost: number;
  readonly finalCost: number;
  readonly abstractions: number;
  readonly expansions: number;
  readonly ms: number;
  /** Are costs, number and utilities those expected? Undefined: nothing is. */
  readonly agrees: boolean | undefined;
}

const ROUNDS = 3;

/** The suite: tables to print, and the same as data. */
export function runLibrary(
  options: { data?: string } = {},
): Promise<{ tables: string[]; json: unknown }> {
  const runs = options.data === undefined ? generated() : fromFolder(options.data);
  const rows = runs.map(measure);
  const prunings = runs.filter(({ name }) => name.startsWith("planted 20")).map(ablation);
  const expected = rows.filter(({ agrees }) => agrees !== undefined);
  const agreeing = expected.filter(({ agrees }) => agrees === true).length;
  const tables = [table(rows), ...prunings.map(({ text }) => text)];
  if (expected.length > 0) {
    tables.push(`${agreeing} of ${expected.length} as expected in costs, number and utilities`);
  }
  const json = { rows, prunings: prunings.map(({ data }) => data) };
  return Promise.resolve({ tables, json });
}

function measure({ name, corpus, options, expected }: Run): Row {
  const { result, ms } = time(() => compress(corpus, options));
  return {
    name,
    programs: corpus.roots.length,
    originalCost: result.originalCost,
    finalCost: result.finalCost,
    abstractions: result.abstractions.length,
    expansions: expansionsOf(result),
    ms,
    agrees: expected === undefined ? undefined : agrees(result, expected),
  };
}

function time<T>(run: () => T): { result: T; ms: number } {
  let result = run();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    result = run();
    times.push(performance.now() - started);
  }
  return { result, ms: times.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? 0 };
}

const expansionsOf = ({ counts }: Compression): number =>
  counts.reduce((sum, { expansions }) => sum + expansions, 0);

const agrees = (found: Compression, expected: Expected): boolean =>
  found.originalCost === expected.original_cost &&
  found.finalCost === expected.final_cost &&
  found.abstractions.length === expected.num_abstractions &&
  found.abstractions.every(({ utility }, i) => utility === expected.abstractions[i]?.utility);

/** What each pruning is worth: the same corpus, one pruning off at a time. */
function ablation({ name, corpus, options }: Run): { text: string; data: unknown } {
  const variants = [undefined, ...PRUNINGS].map((pruning) => {
    const without = pruning === undefined ? {} : { without: new Set([pruning]) };
    const started = performance.now();
    const result = compress(corpus, { ...options, iterations: 1, ...without });
    return {
      without: pruning ?? "nothing",
      expansions: expansionsOf(result),
      ms: performance.now() - started,
      utility: result.abstractions[0]?.utility ?? 0,
    };
  });
  const lines = renderTable(
    [
      { title: `${name}, without` },
      { title: "expansions", align: "right" },
      { title: "ms", align: "right" },
      { title: "utility", align: "right" },
    ],
    variants.map((one) => [
      one.without,
      String(one.expansions),
      one.ms.toFixed(0),
      String(one.utility),
    ]),
    Infinity,
  );
  return { text: lines.join("\n"), data: { name, variants } };
}

const table = (rows: readonly Row[]): string =>
  renderTable(
    [
      { title: "corpus" },
      { title: "programs", align: "right" },
      { title: "cost", align: "right" },
      { title: "after", align: "right" },
      { title: "ratio", align: "right" },
      { title: "abstractions", align: "right" },
      { title: "expansions", align: "right" },
      { title: "ms", align: "right" },
      { title: "as expected" },
    ],
    rows.map((row) => [
      row.name,
      String(row.programs),
      String(row.originalCost),
      String(row.finalCost),
      (row.originalCost / row.finalCost).toFixed(2),
      String(row.abstractions),
      String(row.expansions),
      row.ms.toFixed(row.ms < 10 ? 1 : 0),
      row.agrees === undefined ? "" : row.agrees ? "yes" : "NO",
    ]),
    Infinity,
  ).join("\n");

function fromFolder(folder: string): Run[] {
  const goldens = join(folder, "goldens");
  const corpora = existsSync(join(folder, "corpora")) ? join(folder, "corpora") : folder;
  const read = (file: string): Corpus => {
    const corpus = readCorpus(readFileSync(join(corpora, file), "utf8"), file);
    if (corpus.ok) return corpus.value;
    throw new Error(corpus.error.map(renderSourceError).join("\n"));
  };
  if (!existsSync(goldens)) {
    return jsonFiles(corpora).map((file) => ({
      name: file,
      corpus: read(file),
      options: { maxArity: 2, iterations: 10 },
    }));
  }
  return jsonFiles(goldens).map((file) => {
    const golden = JSON.parse(readFileSync(join(goldens, file), "utf8")) as Expected & {
      readonly corpus: string;
      readonly iterations: number;
      readonly max_arity: number;
      readonly cost: { readonly [name: string]: number | string };
    };
    const primitives = JSON.parse(String(golden.cost["cost_prim"])) as { [name: string]: number };
    const options: CompressOptions = {
      iterations: golden.iterations,
      maxArity: golden.max_arity,
      costs: {
        lambda: Number(golden.cost["cost_lam"]),
        application: Number(golden.cost["cost_app"]),
        variable: Number(golden.cost["cost_var"]),
        primitive: Number(golden.cost["cost_prim_default"]),
        primitives: new Map(Object.entries(primitives)),
      },
    };
    return { name: file, corpus: read(golden.corpus), options, expected: golden };
  });
}

const jsonFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort();

function generated(): Run[] {
  const sizes = [20, 100, 500];
  return sizes.map((programs) => {
    const corpus = readCorpus(JSON.stringify(planted(programs, createRng(1))), "planted");
    if (!corpus.ok) throw new Error(corpus.error.map(renderSourceError).join("\n"));
    return {
      name: `planted ${programs}`,
      corpus: corpus.value,
      options: { maxArity: 3, iterations: 10 },
    };
  });
}

/** Programs that call hidden abstractions, written out: what library learning is to find again. */
function planted(count: number, rng: Rng): string[] {
  const leaf = (): string => rng.pick(["a", "b", "c", "1", "2", "3", "nil"]);
  const hidden: readonly ((x: string, y: string) => string)[] = [
    (x, y) => `(map (lam (+ $0 ${x})) ${y})`,
    (x, y) => `(fold ${y} ${x} (lam (lam (+ (* $0 2) $1))))`,
    (x, y) => `(if (empty? ${x}) ${y} (cons (car ${x}) ${y}))`,
    (x, y) => `(cons ${x} (cons ${y} (cons ${x} nil)))`,
    (x, y) => `(range (+ (length ${y}) (- ${x} 1)))`,
  ];
  const term = (depth: number): string => {
    if (depth === 0) return leaf();
    if (rng.integer(10) < 6) return rng.pick(hidden)(leaf(), term(depth - 1));
    const head = rng.pick(["+", "cons", "append", "zip", "max"]);
    return `(${head} ${term(depth - 1)} ${term(depth - 1)})`;
  };
  return Array.from({ length: count }, () => term(4));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const data = process.argv[2];
  const { tables } = await runLibrary(data === undefined ? {} : { data });
  process.stdout.write(`${tables.join("\n\n")}\n`);
}
