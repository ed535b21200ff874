import { Deriver } from "../../dsl/derivation.ts";
import type { Domain } from "../../dsl/domain.ts";
import { fitGrammar } from "../../dsl/fitGrammar.ts";
import type { Type } from "../../dsl/type.ts";
import {
  type WeightedGrammar,
  domainProductions,
  uniformGrammar,
} from "../../dsl/weightedGrammar.ts";
import { diverseRows } from "../../search/rows.ts";
import type { Guide } from "../../search/solveOptions.ts";
import type { Task } from "../../tasks/task.ts";
import { type CompilerModel, disposeCompiler } from "./compilerFile.ts";
import type { Decompiled } from "./decompile.ts";
import { guess } from "./guesser.ts";
import { exampleSlots } from "./inputs.ts";
import { termOf } from "./postfix.ts";
import type { RefineTask } from "./refineTask.ts";

/** Programs of the beam that the weights are counted in. */
const BEAM = 32;
/** Examples of a task that the network reads, those that differ most: as many as it was trained on. */
const MOST_EXAMPLES = 5;
/** Uses that each production is taken to have had besides; a task's programs together count 1. */
const PSEUDO_COUNT = 0.02;

/** A guide that asks a program compiler. The network's memory is freed by `dispose`. */
export interface CompilerGuide extends Guide {
  dispose(): void;
}

/**
 * The guide that a program compiler is: micro-operations are guessed from a task's examples, read back as
 * programs, and what those are made of is counted, each as often as the network finds it likely. Tasks
 * whose examples it cannot read are told nothing.
 */
export const compilerGuide = (model: CompilerModel): CompilerGuide => ({
  weights: (task, domain) => weightsFor(model, task, domain),
  dispose: () => disposeCompiler(model),
});

function weightsFor(
  { config, guesser }: CompilerModel,
  task: Task,
  domain: Domain,
): WeightedGrammar | undefined {
  const examples = slotsOf(task);
  if (examples === undefined) return undefined;
  return beamGrammar(guess(guesser, config, examples, BEAM), task.request, domain);
}

/**
 * The weights by which a domain's productions make programs as a beam has them: each counts as often as
 * it is likely. Programs of other types, or of what the domain has not, are left out.
 *
 * @returns undefined when none is left
 */
export function beamGrammar(
  beam: readonly Decompiled[],
  request: Type,
  domain: Domain,
): WeightedGrammar | undefined {
  const productions = domainProductions(domain);
  const deriver = new Deriver(uniformGrammar(productions));
  const programs = beam.flatMap(({ tokens, logP }) => {
    const program = termOf(tokens);
    const { logP: evenLogP } = deriver.logLikelihood(program, request);
    // So that what it weighs by even weights, where the fit begins, is what the network gives it.
    return evenLogP === -Infinity ? [] : [{ program, weight: Math.exp(logP - evenLogP) }];
  });
  if (programs.length === 0) return undefined;
  const options = { bigram: true, pseudoCount: PSEUDO_COUNT, rounds: 1 };
  return fitGrammar(productions, [{ request, programs }], options).grammar;
}

/** The examples that the network can read; undefined when there is none. */
function slotsOf({ examples }: Task): RefineTask | undefined {
  const read = examples.flatMap((example) => {
    const slots = exampleSlots(example);
    return slots === undefined ? [] : [{ example, ...slots }];
  });
  if (read.length === 0) return undefined;
  const rows = diverseRows(
    read.map(({ example }) => example),
    MOST_EXAMPLES,
  );
  const chosen = rows.map((row) => read[row] as (typeof read)[number]);
  return {
    inputs: chosen.map(({ input }) => input),
    outputs: chosen.map(({ output }) => output),
  };
}
