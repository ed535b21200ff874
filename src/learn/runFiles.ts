import { withDefinitions } from "../dsl/definition.ts";
import { headKey } from "../dsl/derivation.ts";
import { type Domain, typeProblem } from "../dsl/domain.ts";
import { type GrammarJson, grammarFromJson, grammarToJson } from "../dsl/grammarJson.ts";
import { isPlainName } from "../dsl/lexer.ts";
import { parseTypedTerm } from "../dsl/parseTerm.ts";
import { parseType } from "../dsl/parseType.ts";
import { printSexpr } from "../dsl/printSexpr.ts";
import type { Term } from "../dsl/term.ts";
import { type Type, printType } from "../dsl/type.ts";
import { type WeightedGrammar, domainProductions } from "../dsl/weightedGrammar.ts";
import type { LearnedAbstraction } from "../library/learnLibrary.ts";
import { STOP_REASONS, type StopReason } from "../search/solveResult.ts";
import { fieldOf, isCount } from "../support/jsonObject.ts";
import { type Result, failure, success } from "../support/result.ts";
import type { Task } from "../tasks/task.ts";
import type { TaskFrontier } from "./frontier.ts";

// What the files of a run directory hold, and how to read it. Nothing in them depends on how fast the
// machine was, so that two runs of one configuration with a budget in candidates write the same files.

/** What became of one task of a wake phase or an evaluation. */
export interface TaskOutcome {
  readonly task: string;
  readonly status: "solved" | "unsolved" | "error";
  readonly stopReason: StopReason | "error";
  readonly candidates: number;
  /** What fits the examples, likeliest first. */
  readonly programs: readonly string[];
  /** Of the first program; null when there is none, or no holdout example. */
  readonly generalises: boolean | null;
}

export interface OutcomesJson {
  readonly tasks: readonly TaskOutcome[];
}

export interface LibraryJson {
  readonly abstractions: readonly {
    readonly name: string;
    readonly type: string;
    readonly body: string;
    readonly proposedName: string;
    readonly utility: number;
    readonly calls: number;
  }[];
  /** Of the cheapest program of each task, before and after (`synth compress`). */
  readonly originalCost: number;
  readonly finalCost: number;
}

export interface FrontiersJson {
  readonly frontiers: readonly {
    readonly task: string;
    readonly request: string;
    readonly programs: readonly { readonly program: string; readonly logP: number | null }[];
  }[];
}

export interface FittedJson {
  /** Null: there was nothing to fit it to, in this iteration or an earlier one. */
  readonly grammar: GrammarJson | null;
  /** Of the frontiers, in nats. */
  readonly logLikelihood: number;
  /** Frontiers that the grammar makes some program of. */
  readonly used: number;
}

export function libraryToJson(
  abstractions: readonly LearnedAbstraction[],
  domain: Domain,
  costs: { readonly originalCost: number; readonly finalCost: number },
): LibraryJson {
  const extended = withDefinitions(domain, abstractions);
  const { originalCost, finalCost } = costs;
  return {
    abstractions: abstractions.map(({ name, type, body, proposedName, utility, calls }) => ({
      name,
      type: printType(type),
      body: printSexpr(body, extended),
      proposedName,
      utility,
      calls,
    })),
    originalCost,
    finalCost,
  };
}

/** Reads a library back, from data of any shape; a failure says in a sentence what is wrong. */
export function libraryFromJson(
  data: unknown,
  domain: Domain,
): Result<readonly LearnedAbstraction[], string> {
  const listed = fieldOf(data, "abstractions");
  if (!Array.isArray(listed)) return failure("`abstractions` must be a list");
  if (listed.length > MOST_ABSTRACTIONS) {
    return failure(`\`abstractions\` has ${listed.length} where ${MOST_ABSTRACTIONS} are the most`);
  }
  const abstractions: LearnedAbstraction[] = [];
  const names = new Set(domain.primitives.keys());
  // With those before, which alone a body may call.
  let extended = domain;
  for (const one of listed as readonly unknown[]) {
    const name = fieldOf(one, "name");
    const type = readType(fieldOf(one, "type"), domain);
    const text = fieldOf(one, "body");
    if (typeof name !== "string" || type === undefined || typeof text !== "string") {
      return failure(
        "an abstraction has a `name`, a `type` of the domain and a `body`, each a text",
      );
    }
    if (!isPlainName(name) || names.has(name)) {
      return failure(`an abstraction must have a name of its own: ${JSON.stringify(name)}`);
    }
    names.add(name);
    const body = readTerm(text, extended, type);
    if (!body.ok) return failure(`abstraction ${name}: ${body.error}`);
    const proposedName = fieldOf(one, "proposedName");
    const [utility, calls] = [fieldOf(one, "utility"), fieldOf(one, "calls")];
    const learned = {
      name,
      type,
      body: body.value,
      // It comes into the comments of a module, which a line break would end.
      proposedName:
        typeof proposedName === "string" && PROPOSED.test(proposedName) ? proposedName : name,
      utility: typeof utility === "number" ? utility : 0,
      calls: isCount(calls) ? calls : 0,
    };
    abstractions.push(learned);
    extended = withDefinitions(extended, [learned]);
  }
  return success(abstractions);
}

const PROPOSED = /^[!-~]{1,200}$/;

/** A longer library is a stranger's: each abstraction makes the domain anew. */
const MOST_ABSTRACTIONS = 1_000;

export const frontiersToJson = (
  frontiers: readonly TaskFrontier[],
  domain: Domain,
): FrontiersJson => ({
  frontiers: frontiers.map(({ task, request, programs }) => ({
    task,
    request: printType(request),
    programs: programs.map(({ program, logP }) => ({
      program: printSexpr(program, domain),
      logP: Number.isFinite(logP) ? logP : null,
    })),
  })),
});

/** @param domain with the library */
export function frontiersFromJson(
  data: unknown,
  domain: Domain,
): Result<readonly TaskFrontier[], string> {
  const listed = fieldOf(data, "frontiers");
  if (!Array.isArray(listed)) return failure("`frontiers` must be a list");
  const frontiers: TaskFrontier[] = [];
  for (const one of listed as readonly unknown[]) {
    const task = fieldOf(one, "task");
    const request = readType(fieldOf(one, "request"), domain);
    const programs = fieldOf(one, "programs");
    if (typeof task !== "string" || request === undefined || !Array.isArray(programs)) {
      return failure("a frontier has a `task`, a `request` of the domain's types, and `programs`");
    }
    const read: TaskFrontier["programs"][number][] = [];
    for (const entry of programs as readonly unknown[]) {
      const text = fieldOf(entry, "program");
      const logP = fieldOf(entry, "logP");
      if (typeof text !== "string") return failure(`task ${task}: a \`program\` is a text`);
      const program = readTerm(text, domain, request);
      if (!program.ok) return failure(`task ${task}: ${program.error}`);
      read.push({ program: program.value, logP: typeof logP === "number" ? logP : -Infinity });
    }
    frontiers.push({ task, request, programs: read });
  }
  return success(frontiers);
}

/** The weights that a run has fitted, if there are any. */
export interface Fitted {
  readonly grammar?: WeightedGrammar;
}

export const fittedToJson = (
  { grammar, logLikelihood, used }: Fitted & Omit<FittedJson, "grammar">,
  domain: Domain,
): FittedJson => ({
  grammar: grammar === undefined ? null : grammarToJson(grammar, domain),
  logLikelihood,
  used,
});

/**
 * Weights fitted by a run: of all that its search may use, in the domain's order, as a guide's are.
 *
 * @param domain with the library
 */
export function fittedFromJson(data: unknown, domain: Domain): Result<Fitted, string> {
  const own = fieldOf(data, "grammar");
  if (own === null) return success({});
  const grammar = grammarFromJson(own, domain);
  if (!grammar.ok) return grammar;
  const wanted = domainProductions(domain).map(({ term }) => headKey(term));
  const { productions } = grammar.value;
  const isWhole =
    productions.length === wanted.length &&
    productions.every(({ term }, index) => headKey(term) === wanted[index]);
  return isWhole
    ? success({ grammar: grammar.value })
    : failure("`grammar.productions` must be all of the domain with the library, in its order");
}

/** The outcomes in a file, or what is wrong with it. */
export function outcomesFromJson(data: unknown): Result<readonly TaskOutcome[], string> {
  const listed = fieldOf(data, "tasks");
  if (!Array.isArray(listed)) return failure("`tasks` must be a list");
  const outcomes: TaskOutcome[] = [];
  for (const [index, one] of (listed as readonly unknown[]).entries()) {
    const field = (name: string): unknown => fieldOf(one, name);
    const wrong = (what: string): { readonly ok: false; readonly error: string } =>
      failure(`\`tasks[${index}]\`: ${what}`);
    const [task, candidates, generalises] = [
      field("task"),
      field("candidates"),
      field("generalises"),
    ];
    const status = STATUSES.find((known) => known === field("status"));
    const stopReason = OUTCOME_REASONS.find((known) => known === field("stopReason"));
    const programs: unknown = field("programs");
    if (typeof task !== "string") return wrong("`task` must be a text");
    if (status === undefined) return wrong(`\`status\` must be one of ${STATUSES.join(", ")}`);
    if (stopReason === undefined) {
      return wrong(`\`stopReason\` must be one of ${OUTCOME_REASONS.join(", ")}`);
    }
    if (!isCount(candidates)) return wrong("`candidates` must be a whole number");
    if (!Array.isArray(programs) || !programs.every((text) => typeof text === "string")) {
      return wrong("`programs` must be a list of texts");
    }
    if (generalises !== null && typeof generalises !== "boolean") {
      return wrong("`generalises` must be true, false or null");
    }
    outcomes.push({ task, status, stopReason, candidates, programs, generalises });
  }
  return success(outcomes);
}

/**
 * The outcomes of a phase in a file: all of its tasks in their order, with programs that can be read; or
 * what is wrong with it.
 *
 * @param tasks of the phase
 * @param keys theirs (`taskKeys`)
 * @param domain with the library that the programs are written with
 */
export function phaseOutcomesFromJson(
  data: unknown,
  tasks: readonly Task[],
  keys: readonly string[],
  domain: Domain,
): Result<readonly TaskOutcome[], string> {
  const outcomes = outcomesFromJson(data);
  if (!outcomes.ok) return outcomes;
  if (outcomes.value.length !== keys.length) {
    return failure(`\`tasks\` has ${outcomes.value.length} where the phase has ${keys.length}`);
  }
  for (const [index, { task, programs }] of outcomes.value.entries()) {
    if (task !== keys[index]) {
      return failure(`\`tasks[${index}]\` must be ${JSON.stringify(keys[index])}`);
    }
    const { request, definitions } = tasks[index] as Task;
    const within = withDefinitions(domain, definitions);
    for (const text of programs) {
      const program = readTerm(text, within, request);
      if (!program.ok) return failure(`\`tasks[${index}]\`: ${program.error}`);
    }
  }
  return outcomes;
}

const STATUSES = [
  "solved",
  "unsolved",
  "error",
] as const satisfies readonly TaskOutcome["status"][];

const OUTCOME_REASONS = [...STOP_REASONS, "error"] as const;

/** The type of a text, when the domain has all that it mentions. */
function readType(text: unknown, domain: Domain): Type | undefined {
  const parsed = typeof text === "string" ? parseType(text) : undefined;
  return parsed?.ok === true && typeProblem(parsed.value, domain.types) === undefined
    ? parsed.value
    : undefined;
}

function readTerm(text: string, domain: Domain, expected: Type): Result<Term, string> {
  const parsed = parseTypedTerm(text, domain, { expected });
  return parsed.ok ? success(parsed.value.term) : failure(parsed.error.message);
}
