// Time, expansions and costs of library learning. Corpora are generated from a seed, unless the data
// folder, or `stitch` in it, has a folder `corpora` of what `synth compress` reads: each is compressed by
// 10 abstractions of arity 2. When it has a folder `goldens` too, as the published test set of Stitch
// has, every golden file is run with its own options and compared. Times are medians of three rounds,
// after one that is not counted.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type CompressOptions, type Compression, compress } from "../src/library/compress.ts";
import type { Corpus } from "../src/library/corpus.ts";
import { readCorpus } from "../src/library/readCorpus.ts";
import { PRUNINGS } from "../src/library/searchOptions.ts";
import { type Rng, createRng } from "../src/support/rng.ts";
import { renderSourceError } from "../src/support/sourceError.ts";
import { benchTable, milliseconds } from "./benchTable.ts";
import { median, processorMs } from "./statistics.ts";
import type { Suite } from "./suite.ts";

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

export const runLibrary: Suite = ({ data }) => {
  const folder = data === undefined ? undefined : corporaIn(data);
  const runs = folder === undefined ? generated() : fromFolder(folder);
  const rows = runs.map(measure);
  const prunings = runs.filter(({ name }) => name.startsWith("planted 20")).map(ablation);
  const expected = rows.filter(({ agrees }) => agrees !== undefined);
  const agreeing = expected.filter(({ agrees }) => agrees === true).length;
  const tables = ["library", table(rows), ...prunings.map(({ text }) => text)];
  if (expected.length > 0) {
    tables.push(`${agreeing} of ${expected.length} as expected in costs, number and utilities`);
  }
  const json = { rows, prunings: prunings.map(({ data }) => data) };
  return Promise.resolve({ tables, json });
};

/** The folder of corpora that the data are or have; in a folder of task sets, none. */
function corporaIn(data: string): string | undefined {
  if (existsSync(join(data, "stitch"))) return join(data, "stitch");
  return existsSync(join(data, "corpora")) ? data : undefined;
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
    const started = processorMs();
    result = run();
    times.push(processorMs() - started);
  }
  return { result, ms: median(times) };
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
    const started = processorMs();
    const result = compress(corpus, { ...options, iterations: 1, ...without });
    return {
      without: pruning ?? "nothing",
      expansions: expansionsOf(result),
      ms: processorMs() - started,
      utility: result.abstractions[0]?.utility ?? 0,
    };
  });
  const text = benchTable(
    [`${name}, without`, "expansions", "ms", "utility"],
    variants.map((one) => [
      one.without,
      String(one.expansions),
      one.ms.toFixed(0),
      String(one.utility),
    ]),
  );
  return { text, data: { name, variants } };
}

const table = (rows: readonly Row[]): string =>
  benchTable(
    [
      "corpus",
      "as expected",
      "programs",
      "cost",
      "after",
      "ratio",
      "abstractions",
      "expansions",
      "ms",
    ],
    rows.map((row) => [
      row.name,
      row.agrees === undefined ? "" : row.agrees ? "yes" : "NO",
      String(row.programs),
      String(row.originalCost),
      String(row.finalCost),
      (row.originalCost / row.finalCost).toFixed(2),
      String(row.abstractions),
      String(row.expansions),
      milliseconds(row.ms),
    ]),
    2,
  );

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
