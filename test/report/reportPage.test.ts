import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { ReportAbstraction, ReportData } from "../../src/report/reportData.ts";
import { reportPage } from "../../src/report/reportPage.ts";
import { PRINT, STUB_ASSETS, reportData, reportTask } from "./testReport.ts";

const page = (data: Partial<ReportData>): string =>
  reportPage(reportData(data), STUB_ASSETS, PRINT);

const abstraction = (name: string, fields: Partial<ReportAbstraction> = {}): ReportAbstraction => ({
  name,
  body: "(f #0)",
  callees: [],
  facts: [],
  weight: 1,
  uses: [],
  ...fields,
});

const HOSTILE = `</script><script>alert(1)</script><img src=x onerror="alert(2)">' <!-- \u202e\u0007`;

describe("a page", () => {
  test("has a text from a file in no place as markup", () => {
    const html = page({
      title: HOSTILE,
      subtitle: HOSTILE,
      time: HOSTILE,
      facts: [[HOSTILE, HOSTILE]],
      problems: [HOSTILE],
      table: { note: HOSTILE, columns: [HOSTILE, HOSTILE], rows: [[HOSTILE, HOSTILE]] },
      tasks: [
        reportTask({
          name: HOSTILE,
          group: HOSTILE,
          line: HOSTILE,
          calls: [HOSTILE],
          detail: { ...reportTask().detail, request: HOSTILE, explanation: [HOSTILE] },
        }),
        reportTask({ group: "b" }),
      ],
      library: {
        summary: HOSTILE,
        abstractions: [
          abstraction(HOSTILE, {
            proposedName: HOSTILE,
            type: HOSTILE,
            body: HOSTILE,
            readable: HOSTILE,
            callees: [HOSTILE],
            facts: [[HOSTILE, HOSTILE]],
            uses: [HOSTILE],
          }),
        ],
      },
    });
    for (const part of ["<script>alert", "<img", 'onerror="', "\u202e", "\u0007"]) {
      expect(html).not.toContain(part);
    }
    // One element each: none was ended early, none was begun by a text.
    expect(html.match(/<script/g)).toHaveLength(5);
    expect(html.match(/<\/script/g)).toHaveLength(5);
    expect(html).toContain("&lt;img src=x onerror=&quot;alert(2)&quot;&gt;&#39;");
  });

  test("lets only its own scripts run, and nothing be loaded", () => {
    const html = page({ tasks: [reportTask(), reportTask({ group: "b" })] });
    const [, policy = ""] = /Content-Security-Policy"\s+content="([^"]*)"/.exec(html) ?? [];
    const scripts = [...html.matchAll(/<script (?:type="module")?>([\s\S]*?)<\/script>/g)];
    expect(scripts.map(([, text]) => text)).toEqual(["/* vega */", "/* charts */", "/* page */"]);
    for (const [, text = ""] of scripts) {
      const hash = createHash("sha256").update(text).digest("base64");
      expect(policy).toContain(`&#39;sha256-${hash}&#39;`);
    }
    expect(policy).toContain("default-src &#39;none&#39;");
    expect(policy).not.toContain("unsafe-eval");
  });

  test("counts outcomes as its rows have them", () => {
    const statuses = ["generalises", "generalises", "fits", "solved", "unsolved", "error"] as const;
    const html = page({ tasks: statuses.map((status) => reportTask({ status })) });
    expect(html).toContain("<strong>4</strong><span>of 6 solved</span><small>66%</small>");
    expect(html.match(/<details\s+class="task /g)).toHaveLength(6);
    expect(html).toMatch(/value="generalises" \/>\s+generalises\s+<span>2<\/span>/);
  });

  test("links abstractions with those they call and the tasks that call them", () => {
    const html = page({
      tasks: [reportTask({ name: "uses it", calls: ["fn_1"] })],
      library: {
        summary: "s",
        abstractions: [abstraction("fn_0"), abstraction("fn_1", { callees: ["fn_0"] })],
      },
    });
    expect(html).toMatch(/id="abstraction-1"[\s\S]*href="#abstraction-0"[\s\S]*href="#task-0"/);
    expect(html).toMatch(/class="edge"\s+data-from="1"\s+data-to="0"/);
    expect(html).not.toContain("NaN");
  });

  test("draws nothing and carries no chart's script where there is nothing to draw", () => {
    const html = page({ library: { summary: "None.", abstractions: [] } });
    expect(html).not.toMatch(/\/\* vega \*\/|id="charts"|<svg|id="tasks"/);
    expect(html).toContain("None.");
  });

  test("stays within a few megabytes, whatever the run", () => {
    const { detail } = reportTask();
    const long = "x".repeat(20_000);
    const tasks = Array.from({ length: 5_000 }, (_, i) =>
      reportTask({
        name: `task ${i}`,
        detail: {
          ...detail,
          trace: {
            inputs: [],
            sources: [{ name: "", text: long }],
            rows: [{ kind: "step", depth: 0, source: 0, start: 0, end: 1, value: "1" }],
            cut: false,
          },
        },
      }),
    );
    const html = page({ tasks });
    expect(html.length).toBeLessThan(6_000_000);
    expect(html.match(/<details\s+class="task /g)).toHaveLength(2_000);
    expect(html).toContain("And 3000 more");
    expect(html).toContain("Its run is left out");
    expect(html).toContain("of 5000 solved");
  });
});
