import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { SLOT_TOKENS, STATE_TOKENS } from "../../src/neural/compiler/compilerConfig.ts";
import type { SideBySideRow } from "../../src/neural/compiler/sideBySide.ts";
import type { SlotPair, Verdict } from "../../src/neural/compiler/slotPair.ts";
import { NUMBERS } from "../../src/neural/compiler/stateNumbers.ts";
import { arithmeticText } from "../../src/report/arithmeticText.ts";
import type { CompilerData } from "../../src/report/compilerData.ts";
import { compilerPage } from "../../src/report/compilerPage.ts";
import { percent } from "../../src/report/compilerRun.ts";
import { heatMap } from "../../src/report/heatMap.ts";
import { STUB_ASSETS } from "./testReport.ts";

const HOSTILE = `</script><script>alert(1)</script><img src=x onerror="alert(2)">' <!--`;

const gates = (...values: readonly number[]): Float32Array => Float32Array.from(values);

const look = (name: string): CompilerData["look"] => ({
  layers: 5,
  kinds: [name, "b"],
  cosines: [
    [1, -0.5],
    [-0.5, 1],
  ],
  pairs: [{ tokens: [0, 1], cosine: -0.5, open: 1, shut: 2, opposed: 3 }],
  kindUnits: [[gates(2, 0), gates(1, 1)]],
  tokens: [
    {
      token: 0,
      place: 1,
      readAs: [{ token: 0, probability: 0.9 }],
      arithmetic: { map: new Float32Array(2 * STATE_TOKENS * NUMBERS), numbers: NUMBERS },
      layers: [
        {
          operation: {
            token: 0,
            place: 1,
            layer: 1,
            numbers: gates(1),
            heads: gates(1.25),
            units: gates(2, 0, 1),
            patterns: gates(-3, 1),
          },
          attention: [new Float32Array(STATE_TOKENS ** 2)],
          nearest: [{ token: 1, cosine: 0.25 }],
        },
      ],
    },
  ],
});

const slot = (verdict: Verdict, network: string): SlotPair => ({
  exact: "[1..2]",
  network,
  verdict,
  empty: false,
  truth: false,
  positions: [
    {
      position: 1,
      exact: { low: 1, high: 2, optional: false },
      network: { low: 1, high: 4, optional: true },
      verdict,
    },
  ],
  bytes: [
    {
      name: "least",
      position: 1,
      read: network,
      probability: 0.5,
      likeliest: [{ text: network, probability: 0.5 }],
    },
  ],
});

const row = (verdict: Verdict, network: string, rightAlone = true): SideBySideRow => ({
  token: network,
  exact: "[1..2]",
  network: verdict === "exact" ? "[1..2]" : network,
  equal: verdict === "exact",
  slots: [slot(verdict, network)],
  rightAlone,
});

const data = (name: string, states?: readonly SideBySideRow[]): CompilerData => ({
  subtitle: name,
  facts: [[name, name]],
  program: { readable: name, sexpr: name, written: name },
  decompiled: [{ program: name, probability: 0.5, same: true }],
  look: look(name),
  ...(states === undefined ? {} : { run: { input: name, states } }),
});

describe("a page of the program compiler", () => {
  test("has no text as markup", () => {
    const html = compilerPage(data(HOSTILE, [row("wrong", HOSTILE)]), STUB_ASSETS);
    for (const part of ["<script>alert", "<img src=x", 'onerror="']) {
      expect(html).not.toContain(part);
    }
    expect(html.match(/<script/g)).toHaveLength(5);
    expect(html).toContain("&lt;img src=x onerror=&quot;alert(2)&quot;&gt;&#39;");
  });

  test("counts states and positions of a run, and says where it first differs", () => {
    const states = [
      row("exact", "a"),
      row("wide", "b", false),
      row("wrong", "c"),
      row("wrong", "d", false),
    ];
    const html = compilerPage(data("p", states), STUB_ASSETS);
    expect(html).toContain("<strong>1</strong><span>of 4 states exact</span>");
    expect(html).toContain("<strong>2</strong><span>covered</span>");
    expect(html).toContain("1 too wide, 2 wrong");
    expect(html).toContain("The network first differs after token 2, b.");
    expect(html).toContain(
      "2 later states differ; given the exact state before, the network is right in 1 of them",
    );
    // From 1 to 4: the exact bar takes half of the track, the network's all of it.
    expect(html).toMatch(/class="bar exact"\s+style="left:0.00%;width:50.00%"/);
    expect(html).toMatch(/class="bar network optional"\s+style="left:0.00%;width:100.00%"/);
  });

  test("has no run where there is none", () => {
    const html = compilerPage(data("p"), STUB_ASSETS);
    expect(html).not.toMatch(/id="run"|class="tiles"|NaN|undefined|\[object/);
    expect(html).toContain('id="token-1"');
  });

  test("never rounds a probability up to certainty", () => {
    expect([1, 0.99999, 0.5, 0].map(percent)).toEqual(["100%", "99.9%", "50.0%", "0.0%"]);
  });
});

describe("arithmetic as text", () => {
  test("names the bounds that a result takes, the greatest share first", () => {
    const map = new Float32Array(2 * STATE_TOKENS * NUMBERS);
    // The greatest integer at the second position of the top.
    const result = 2 * (1 + 1) + 1;
    map[result * NUMBERS + 3] = 1;
    map[result * NUMBERS + 2 * 6 + 0] = -2;
    map[result * NUMBERS + NUMBERS - 1] = 5;
    expect(arithmeticText({ map, numbers: NUMBERS }, 1, 1)).toBe(
      "top₂↑ ≈ −2.00 2nd₁↓ + 1.00 top₂↑ + 5.00",
    );
    expect(arithmeticText({ map, numbers: NUMBERS }, 0, 0)).toBe("top₁↓ ≈ 0.00");
    expect(SLOT_TOKENS).toBe(7);
  });
});

describe("a heat map", () => {
  test("has a pixel for each number, zero in the middle of the palette", () => {
    const values = [0, 1, -1, 2, Number.NaN, -0.5];
    const { html } = heatMap({ values, columns: 3 }, 1, 'a "label"', "kind");
    expect(html).toContain('width="3"');
    expect(html).toContain("a &quot;label&quot;");
    const bytes = Buffer.from(/base64,([^"]*)"/.exec(html)?.[1] ?? "", "base64");
    const at = bytes.indexOf("IDAT");
    const length = bytes.readUInt32BE(at - 4);
    const pixels = inflateSync(bytes.subarray(at + 4, at + 4 + length));
    expect([...pixels]).toEqual([0, 127, 254, 0, 0, 254, 127, 64]);
  });
});
