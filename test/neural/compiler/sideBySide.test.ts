import { describe, expect, test } from "vitest";
import type { ByteChances, SlotChances } from "../../../src/neural/compiler/certainty.ts";
import { inputSlot } from "../../../src/neural/compiler/inputs.ts";
import { type SideBySideRow, comparedStates } from "../../../src/neural/compiler/sideBySide.ts";
import { STACK_DEPTH } from "../../../src/neural/compiler/stacks.ts";
import * as S from "../../../src/neural/compiler/state.ts";
import { tokenNumber } from "../../../src/neural/compiler/tokens.ts";
import { trace } from "../../../src/neural/compiler/trace.ts";

const SURE: ByteChances = { likeliest: [], of: () => 1 };
const CHANCES: readonly SlotChances[] = Array.from({ length: STACK_DEPTH }, () => ({
  type: SURE,
  least: SURE,
  greatest: SURE,
  fault: SURE,
  bounds: Array.from({ length: S.POSITIONS }, () => ({ low: SURE, high: SURE })),
}));

/** The last row of a run in which a network says the exact states, but for a change of the last one. */
function lastRow(
  program: string,
  input: readonly number[],
  change: (state: Uint8Array) => void,
): SideBySideRow {
  const tokens = program.split(" ").map(tokenNumber);
  const exact = trace(tokens, inputSlot(input));
  const network = exact.slice();
  change(network.subarray(tokens.length * S.STATE_BYTES));
  const alone = network.slice(S.STATE_BYTES);
  const rows = comparedStates(
    tokens,
    { exact, network, alone },
    tokens.map(() => CHANCES),
  );
  expect(rows.slice(0, -1).every(({ equal, rightAlone }) => equal && rightAlone)).toBe(true);
  return rows.at(-1) as SideBySideRow;
}

const verdicts = ({ slots }: SideBySideRow): readonly string[] =>
  slots.map(({ verdict }) => verdict);

describe("a network's states beside the exact ones", () => {
  test("are equal when all bytes of the stack are", () => {
    const row = lastRow("x rev", [3, 4], () => {});
    expect(row).toMatchObject({ exact: "[4, 3]", network: "[4, 3]", equal: true });
    expect(row.rightAlone).toBe(true);
    expect(verdicts(row)).toEqual(["exact", "exact", "exact"]);
  });

  test("are not where the value stands in another slot", () => {
    const row = lastRow("x rev", [3, 4], (state) => {
      state.copyWithin(S.SLOT_BYTES, 0, S.SLOT_BYTES);
      S.clearSlot(state, 0);
    });
    expect(row).toMatchObject({ exact: "[4, 3]", network: "- | [4, 3]", equal: false });
    expect(row.rightAlone).toBe(false);
    expect(verdicts(row)).toEqual(["wrong", "wrong", "exact"]);
  });

  test("are not where a fault has another type, though it is printed alike", () => {
    const row = lastRow("x head", [], (state) => {
      expect(state[S.FAULT]).toBe(S.ALWAYS);
      state[S.TYPE] = S.LIST;
    });
    expect(row.exact).toBe("fault");
    expect(row.network).toBe("fault (differs in what is not printed)");
    expect([row.equal, row.rightAlone]).toEqual([false, false]);
    expect(verdicts(row)).toEqual(["wrong", "exact", "exact"]);
  });

  test("are too wide where they speak of more", () => {
    const row = lastRow("x head", [3], (state) => {
      state[S.HEADER] = 2 - S.BASE;
    });
    expect(row).toMatchObject({ exact: "3", network: "2..3", equal: false });
    expect(verdicts(row)).toEqual(["wide", "exact", "exact"]);
  });

  test("say nothing of the argument, which never changes", () => {
    const row = lastRow("x", [3], (state) => {
      state[S.ARGUMENT * S.SLOT_BYTES] = S.INTEGER;
    });
    expect(row.equal).toBe(true);
  });
});
