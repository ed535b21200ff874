// How many candidates a second the bank builds, sustained, in this thread alone.
//
// Seconds are those of a processor, so that other work on the machine counts little. The tasks are
// shaped like those that ship and have no solution: each has from five to eight examples (of ten a
// search evaluates eight), whose outputs are drawn at random. A candidate counts when it was evaluated
// on every one of them, so that it was either kept or found equal to one that is; those that fault, that
// are skipped by a law, or that were only compared with the outputs up to the first difference do not.
import { performance } from "node:perf_hooks";
import { bits } from "../src/domains/bits/bits.ts";
import { list } from "../src/domains/list/list.ts";
import type { Domain } from "../src/dsl/domain.ts";
import type { TermGrammar } from "../src/dsl/grammar.ts";
import { parseType } from "../src/dsl/parseType.ts";
import { type Term, apply, hole, literal, primitiveReference, variable } from "../src/dsl/term.ts";
import { type Type, WORD, splitFunctionType } from "../src/dsl/type.ts";
import { BottomUp, OUT_OF_MEMORY } from "../src/search/bottomUp.ts";
import { noCounts } from "../src/search/solveResult.ts";
import { domainGrammar } from "../src/search/domainGrammar.ts";
import { fileGrammar } from "../src/search/fileGrammar.ts";
import type { SearchGrammar } from "../src/search/searchGrammar.ts";
import { searchLimits } from "../src/search/searchLimits.ts";
import { type Rng, createRng } from "../src/support/rng.ts";
import { benchTable, whole } from "./benchTable.ts";
import { processorMs, sum } from "./statistics.ts";
import type { Suite } from "./suite.ts";

/** What one task showed. */
interface Rate {
  readonly domain: string;
  readonly task: string;
  readonly examples: number;
  readonly seconds: number;
  /** Evaluated on every example. */
  readonly evaluated: number;
  readonly perSecond: number;
  /** Every program up to this cost was compared with the outputs. */
  readonly completedCost: number;
  /** Of the candidates evaluated those that no cheaper one equals. */
  readonly kept: number;
  readonly stopped: "time" | "memory" | "exhausted";
}

const MEMORY_BYTES = 8 * 2 ** 30;
const STOP = Symbol("stop");

interface Job {
  readonly domain: Domain;
  readonly name: string;
  readonly request: Type;
  readonly grammar: SearchGrammar;
  readonly examples: number;
}

const typeOf = (text: string): Type => {
  const parsed = parseType(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
};

const ofDomain = (domain: Domain, text: string, examples: number): Job => {
  const request = typeOf(text);
  return { domain, name: text, request, grammar: domainGrammar(domain, request), examples };
};

/** The operations that tasks over words usually list, one nonterminal for all. */
function listedOperations(): Job {
  const call = (name: string, ...args: readonly Term[]): Term =>
    apply(primitiveReference(name), ...args);
  const word = (value: bigint): Term => literal(value, WORD);
  const shift = (name: string, amount: bigint): Term => call(name, hole(), word(amount));
  const templates = [
    variable(0),
    word(0n),
    word(1n),
    call("bvnot", hole()),
    shift("bvshl", 1n),
    ...[1n, 4n, 16n].map((amount) => shift("bvlshr", amount)),
    ...["bvand", "bvor", "bvxor", "bvadd"].map((name) => call(name, hole(), hole())),
    call("ite", call("=", hole(), word(1n)), hole(), hole()),
  ];
  const holesOf = (term: Term): number =>
    term.kind === "hole"
      ? 1
      : term.kind === "application"
        ? holesOf(term.function) + holesOf(term.argument)
        : 0;
  const productions = templates.map((template) => ({
    template,
    holes: Array.from({ length: holesOf(template) }, () => 0),
  }));
  const given: TermGrammar = {
    start: 0,
    nonterminals: [{ name: "Start", type: WORD, productions }],
  };
  const request = typeOf("word -> word");
  const built = fileGrammar(given, bits, request, []);
  if (!built.ok) throw new Error(built.error);
  return {
    domain: bits,
    name: "word -> word, grammar",
    request,
    grammar: built.value,
    examples: 8,
  };
}

const jobs: readonly (() => Job)[] = [
  () => ofDomain(list, "list int -> list int", 8),
  () => ofDomain(list, "list int -> int", 5),
  () => ofDomain(list, "list int -> int -> list int", 6),
  () => ofDomain(list, "list (list int) -> list int", 8),
  () => ofDomain(bits, "word -> word", 8),
  () => ofDomain(bits, "word -> word -> word", 5),
  listedOperations,
];

/** Runs each task for some seconds. */
export const runRate: Suite = ({ seconds, onProgress }) => {
  const rates = jobs.map((job) => {
    const rate = measure(job(), seconds);
    onProgress?.(`rate: ${rate.domain}, ${rate.task}`);
    return rate;
  });
  const names = [...new Set(rates.map(({ domain }) => domain))];
  const domains = Object.fromEntries(
    names.map((name) => {
      const own = rates.filter(({ domain }) => domain === name);
      const total = sum(own.map(({ evaluated }) => evaluated));
      return [name, total / sum(own.map((rate) => rate.seconds))];
    }),
  );
  const table = benchTable(
    ["domain", "task", "ended by", "examples", "candidates/s", "kept", "cost", "seconds"],
    [
      ...rates.map((rate) => [
        rate.domain,
        rate.task,
        rate.stopped,
        String(rate.examples),
        whole(rate.perSecond),
        whole(rate.kept),
        String(rate.completedCost),
        rate.seconds.toFixed(1),
      ]),
      ...names.map((name) => [name, "all", "", "", whole(domains[name] ?? 0), "", "", ""]),
    ],
    3,
  );
  const title = `rate, ${seconds} s of a processor each`;
  // All candidates of a domain by all its seconds.
  return Promise.resolve({ tables: [title, table], json: { rates, domains } });
};

function measure({ domain, name, request, grammar, examples }: Job, seconds: number): Rate {
  const rng = createRng(1);
  const { parameters, result } = splitFunctionType(request);
  const rows = Array.from({ length: examples }, () => ({
    inputs: parameters.map((type) => draw(type, rng)),
    output: draw(result, rng),
  }));
  const counts = noCounts();
  const started = processorMs();
  let checks = 0;
  const search = new BottomUp({
    grammar,
    rows,
    ...searchLimits(domain.limits, rows, grammar),
    memoryBytes: MEMORY_BYTES,
    rng: createRng(1),
    counts,
    laws: true,
    clock: () => performance.now(),
    onMatch: () => {},
    onLevel: () => {},
    onCheck: () => {
      // To ask for the processor's time takes long.
      if (++checks % 16 === 0 && processorMs() - started > seconds * 1000) throw STOP;
    },
    candidatesLeft: () => Infinity,
  });
  let stopped: Rate["stopped"] = "exhausted";
  try {
    search.run();
  } catch (error) {
    if (error !== STOP && error !== OUT_OF_MEMORY) throw error;
    stopped = error === STOP ? "time" : "memory";
  }
  const passed = (processorMs() - started) / 1000;
  const evaluated = counts.equal + search.terms;
  return {
    domain: domain.name,
    task: name,
    examples,
    seconds: passed,
    evaluated,
    perSecond: evaluated / passed,
    completedCost: search.completedCost,
    kept: search.terms,
    stopped,
  };
}

/** A value as tasks have them: lists of up to eight small numbers, any words. */
function draw(type: Type, rng: Rng): unknown {
  if (type.kind === "variable") return 0;
  switch (type.name) {
    case "list":
      return Array.from({ length: rng.integer(8) }, () => draw(type.arguments[0] as Type, rng));
    case "word":
      return (BigInt(rng.integer(2 ** 32)) << 32n) | BigInt(rng.integer(2 ** 32));
    case "bool":
      return rng.integer(2) === 1;
    default:
      return rng.integer(30) - 10;
  }
}
