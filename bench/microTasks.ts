import { micro } from "../src/domains/micro/micro.ts";
import { printTerm } from "../src/dsl/printTerm.ts";
import { INT, functionType, listType } from "../src/dsl/type.ts";
import { evaluate } from "../src/interp/evaluate.ts";
import { inputSlot, randomInput } from "../src/neural/compiler/inputs.ts";
import { termOf } from "../src/neural/compiler/postfix.ts";
import { type Program, poolOf, programPool } from "../src/neural/compiler/programPool.ts";
import { type RefineTask, taskOfProgram } from "../src/neural/compiler/refineTask.ts";
import { createRng } from "../src/support/rng.ts";
import type { Example, Task } from "../src/tasks/task.ts";
import type { TaskSet } from "./taskSets.ts";

/** Examples of a program that is looked for. */
export const EXAMPLES = 5;
/** Inputs on which what is found is compared with it. */
const FRESH = 20;
/** Held-out programs of 2, 3 and 4 operations. */
const COUNTS = [40, 80, 80];

/** A held-out program of domain `micro` and the inputs of its examples. */
export interface Sought {
  readonly program: Program;
  readonly inputs: readonly (readonly number[])[];
}

/** The programs that suites `refine` and `guide` look for, of a pool of programs of so many tokens. */
export function soughtPrograms(seed: number, tokens: number, every = 1): readonly Sought[] {
  const { heldOut } = programPool(createRng(seed), poolOf(tokens));
  const rng = createRng(11);
  return COUNTS.flatMap((count, i) => (heldOut[i + 1] ?? []).slice(0, count))
    .filter((_, i) => i % every === 0)
    .map((program) => ({
      program,
      inputs: Array.from({ length: EXAMPLES }, () => randomInput(rng, 2)),
    }));
}

/** The examples as the program compiler has them. */
export const slotTask = ({ program, inputs }: Sought): RefineTask =>
  taskOfProgram(program.tokens, inputs.map(inputSlot));

/** The same programs as tasks for the search. Inputs on which a program fails are no examples. */
export function microSet(seed: number, tokens: number): TaskSet {
  const rng = createRng(12);
  const tasks = soughtPrograms(seed, tokens).flatMap(({ program, inputs }): readonly Task[] => {
    const term = termOf(program.tokens);
    const examplesOf = (all: readonly (readonly number[])[]): readonly Example[] =>
      all.flatMap((input) => {
        const output = evaluate(term, [input], micro);
        return output === undefined ? [] : [{ inputs: [input], output }];
      });
    const fresh = Array.from({ length: FRESH }, () => randomInput(rng, 2));
    const examples = examplesOf(inputs);
    const [first] = examples;
    if (first === undefined) return [];
    const request = functionType(
      [listType(INT)],
      Array.isArray(first.output) ? listType(INT) : INT,
    );
    return [
      {
        name: printTerm(term, micro),
        file: "",
        domain: micro.name,
        request,
        examples,
        holdout: examplesOf(fresh),
        definitions: [],
      },
    ];
  });
  return { name: "held-out micro", tasks, domains: new Map([[micro.name, micro]]) };
}
