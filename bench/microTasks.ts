import { micro } from "../src/domains/micro/micro.ts";
import { printTerm } from "../src/dsl/printTerm.ts";
import { INT, functionType, listType } from "../src/dsl/type.ts";
import { evaluate } from "../src/interp/evaluate.ts";
import { inputSlot, randomInput } from "../src/neural/compiler/inputs.ts";
import { termOf } from "../src/neural/compiler/postfix.ts";
import { type Program, poolOf, programPool } from "../src/neural/compiler/programPool.ts";
import { type RefineTask, taskOfProgram } from "../src/neural/compiler/refineTask.ts";
import { FAULT, NEVER } from "../src/neural/compiler/state.ts";
import { createRng } from "../src/support/rng.ts";
import type { Example, Task } from "../src/tasks/task.ts";
import type { TaskSet } from "./taskSets.ts";

/** Examples of a program that is looked for. */
export const EXAMPLES = 5;
/** Inputs on which what is found is compared with it. */
const FRESH = 20;
/** Held-out programs of 2, 3 and 4 operations. */
const COUNTS = [30, 85, 85];
/** Inputs that are drawn for its examples, at most. */
const DRAWN = 25;

/** A held-out program of domain `micro` and the inputs of its examples, on none of which it fails. */
export interface Sought {
  readonly program: Program;
  readonly inputs: readonly (readonly number[])[];
}

/** The programs that suites `refine` and `guide` look for, of a pool of programs of so many tokens. */
export function soughtPrograms(seed: number, tokens: number, every = 1): readonly Sought[] {
  const { heldOut } = programPool(createRng(seed), poolOf(tokens));
  const rng = createRng(11);
  const sought = (program: Program): readonly Sought[] => {
    const drawn = Array.from({ length: DRAWN }, () => randomInput(rng, 2));
    const { outputs } = taskOfProgram(program.tokens, drawn.map(inputSlot));
    const inputs = drawn
      .filter((_, i) => (outputs[i] as Uint8Array)[FAULT] === NEVER)
      .slice(0, EXAMPLES);
    return inputs.length < EXAMPLES ? [] : [{ program, inputs }];
  };
  return COUNTS.flatMap((count, i) =>
    (heldOut[i + 1] ?? []).flatMap(sought).slice(0, count),
  ).filter((_, i) => i % every === 0);
}

/** The examples as the program compiler has them. */
export const slotTask = ({ program, inputs }: Sought): RefineTask =>
  taskOfProgram(program.tokens, inputs.map(inputSlot));

/** The same programs as tasks for the search. Fresh inputs on which a program fails are left out. */
export function microSet(seed: number, tokens: number): TaskSet {
  const rng = createRng(12);
  const tasks = soughtPrograms(seed, tokens).map(({ program, inputs }): Task => {
    const term = termOf(program.tokens);
    const examplesOf = (all: readonly (readonly number[])[]): readonly Example[] =>
      all.flatMap((input) => {
        const output = evaluate(term, [input], micro);
        return output === undefined ? [] : [{ inputs: [input], output }];
      });
    const fresh = Array.from({ length: FRESH }, () => randomInput(rng, 2));
    const examples = examplesOf(inputs);
    const request = functionType(
      [listType(INT)],
      Array.isArray(examples[0]?.output) ? listType(INT) : INT,
    );
    return {
      name: printTerm(term, micro),
      file: "",
      domain: micro.name,
      request,
      examples,
      holdout: examplesOf(fresh),
      definitions: [],
    };
  });
  return { name: "held-out micro", tasks, domains: new Map([[micro.name, micro]]) };
}
