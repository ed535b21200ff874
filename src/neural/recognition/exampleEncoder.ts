import type { Domain } from "../../dsl/domain.ts";
import { type Type, splitFunctionType } from "../../dsl/type.ts";
import type { Example } from "../../tasks/task.ts";
import { exampleRows } from "../tokens/exampleRows.ts";
import { type Tokeniser, tokeniserOf } from "../tokens/tokeniser.ts";

/** Reads examples of a request as rows of the vocabulary, `FEATURES` for each token. */
export function exampleEncoder(
  request: Type,
  domain: Pick<Domain, "types">,
  mostTokens: number,
): (example: Example) => Uint16Array {
  const { parameters, result } = splitFunctionType(request);
  const inputs = parameters.map((type) => tokeniserOf(type, domain));
  const output = tokeniserOf(result, domain);
  return (example) =>
    Uint16Array.from(
      exampleRows(
        example.inputs.map((value, index) => (inputs[index] as Tokeniser)(value)),
        output(example.output),
        mostTokens,
      ),
    );
}
