import type { Domain } from "../dsl/domain.ts";
import { printValue } from "../dsl/printValue.ts";
import { splitFunctionType } from "../dsl/type.ts";
import type { Example, Task } from "../tasks/task.ts";

/** Values longer than this are cut. */
const LONGEST_VALUE = 60;

/** One sentence on two examples that no function can satisfy, with both rows. */
export function contradictionText(
  pair: readonly [Example, Example],
  { examples, request }: Task,
  domain: Domain,
): string {
  const { parameters, result } = splitFunctionType(request);
  const [first, second] = pair.map((example) => {
    const place = examples.indexOf(example) + 1;
    const inputs = example.inputs.map((input, i) =>
      cut(printValue(input, parameters[i] ?? result, domain)),
    );
    const output = cut(printValue(example.output, result, domain));
    return { place, text: `${inputs.join(", ")} => ${output}` };
  }) as [{ place: number; text: string }, { place: number; text: string }];
  return `examples ${first.place} and ${second.place} contradict each other: ${first.text} and ${second.text}`;
}

const cut = (text: string): string =>
  text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;
