import { expect, test } from "vitest";
import { compress } from "../../src/library/compress.ts";
import { corpusOf } from "../../src/library/corpus.ts";
import { libraryPage } from "../../src/report/libraryPage.ts";

function page(texts: readonly string[], title = "t"): string {
  const corpus = corpusOf(texts.map((text) => ({ text })));
  if (!corpus.ok) throw new Error(JSON.stringify(corpus.error));
  return libraryPage(compress(corpus.value, { maxArity: 1, iterations: 5 }), { title });
}

test("a library is drawn with a line from each abstraction to those it calls", () => {
  const inner = (x: string): string => `(g (h ${x} ${x}) (h ${x} ${x}))`;
  const texts = ["a", "b", "c", "d"].map((x, i) =>
    i < 2 ? `(f (k ${inner(x)} (m ${inner(x)})) (k ${inner(x)} (m ${inner(x)})))` : inner(x),
  );
  const html = page(texts);
  const boxes = html.match(/<text class="id"/g) ?? [];
  expect(boxes.length).toBeGreaterThan(1);
  expect(html.match(/<path d="M/g)?.length ?? 0).toBeGreaterThan(0);
  expect(html).toContain("(g (h #0 #0) (h #0 #0))");
  expect(html).not.toContain("NaN");
});

test("a library of nothing says so", () => {
  expect(page(["a", "b"])).toContain("No abstraction saves more than it costs.");
});

test("names are text, whatever they are", () => {
  const html = page(['(<b>&\u202e" a a)', '(<b>&\u202e" b b)'], "<i>");
  expect(html).toContain("(&lt;b&gt;&amp;\ufffd&quot; #0 #0)");
  expect(html).toContain("Library of &lt;i&gt;");
  expect(html).not.toMatch(/<b>|<i>/);
});
