import { InternalError } from "../../support/internalError.ts";
import { flattenParameters, readTensor, writeTensor } from "../nn/parameters.ts";
import type { Layout } from "./layout.ts";
import type { ModelParameters } from "./model.ts";
import type { RecognitionModel } from "./recognitionModel.ts";
import { transferBetween } from "./transfer.ts";

/**
 * Puts what an earlier model learned in the place of a new model's first parameters: all that reads
 * examples, and what it says of productions and places that both know. The rest stays as it began.
 *
 * @param productions of the new model, as texts, in the order of its layout
 * @throws InternalError when the two have other sizes
 */
export function warmStart(
  parameters: ModelParameters,
  layout: Layout,
  productions: readonly string[],
  earlier: RecognitionModel,
): void {
  const { rows, columns } = transferBetween(
    earlier.productions,
    earlier.layout,
    productions,
    layout,
  );
  const cells = rows.flatMap((row) =>
    columns.map((column) =>
      row === undefined || column === undefined ? undefined : row * earlier.layout.columns + column,
    ),
  );
  // By the parameter's path how its columns, the last axis, stand in the earlier model; the same if absent.
  const sources = new Map<string, readonly (number | undefined)[]>(
    ["w", "b"].flatMap((part) => [
      [`choice.${part}`, columns],
      [`place.${part}`, cells],
    ]),
  );
  const known = new Map(
    flattenParameters(earlier.parameters).map(({ name, variable }) => [name, variable]),
  );
  for (const { name, variable } of flattenParameters(parameters)) {
    const from = known.get(name);
    if (from === undefined) throw new InternalError(`an earlier model has no ${name}`);
    const source = sources.get(name);
    const numbers = readTensor(from);
    if (source !== undefined) {
      writeTensor(variable, columnsFrom(readTensor(variable), numbers, source));
    } else if (numbers.length === variable.size) writeTensor(variable, numbers);
    else throw new InternalError(`an earlier model has another size of ${name}`);
  }
}

/** Rows of numbers in which each column that has a source is that of the earlier rows. */
function columnsFrom(
  own: Float32Array,
  earlier: Float32Array,
  source: readonly (number | undefined)[],
): Float32Array {
  const rows = own.length / source.length;
  const width = earlier.length / rows;
  const numbers = Float32Array.from(own);
  for (let row = 0; row < rows; row++) {
    for (const [column, from] of source.entries()) {
      if (from === undefined) continue;
      numbers[row * source.length + column] = earlier[row * width + from] as number;
    }
  }
  return numbers;
}
