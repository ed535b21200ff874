import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type Page, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMPILER } from "../../src/neural/compiler/compilerConfig.ts";
import type { loadPageAssets as LoadPageAssets } from "../../src/report/pageAssets.ts";
import type { reportPage as ReportPage } from "../../src/report/reportPage.ts";
import type { IterationRow, ReportData } from "../../src/report/reportData.ts";
import { PRINT, reportData, reportTask } from "./testReport.ts";

const built = (path: string): string => new URL(`../../dist/${path}`, import.meta.url).href;
// What users run: the sources themselves have no compiled scripts beside them.
const { loadPageAssets } = (await import(built("report/pageAssets.js"))) as {
  readonly loadPageAssets: typeof LoadPageAssets;
};
const { reportPage } = (await import(built("report/reportPage.js"))) as {
  readonly reportPage: typeof ReportPage;
};

// Pages are looked at in a real browser: Debian's `chromium` (`apt-get install chromium`), or the one
// that CHROMIUM names. Where there is none these tests are skipped, and their name says so.
const executable = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser"].find(
  (path) => path !== undefined && existsSync(path),
);

if (executable === undefined) {
  process.stderr.write("no chromium: report pages are not looked at in a browser\n");
}

const scratch = mkdtempSync(join(tmpdir(), "synth-report-"));
const bin = resolve(import.meta.dirname, "../../bin/synth.js");

const TASKS = `domain list

task "double <b>every</b> element" : list int -> list int
  [1, 2, 3] => [2, 4, 6]
  [5]       => [10]
  []        => []
  holdout [7, 0] => [14, 0]

task "none can" : int -> int
  1 => 2
  1 => 3

task "last" : list int -> int
  [4, 9]    => 9
  [1, 2, 5] => 5
  [3]       => 3
`;

const iterations = [0, 1, 2].flatMap((iteration): readonly IterationRow[] =>
  ["train", "holdout"].map((series) => ({
    iteration,
    series,
    tasks: 10,
    solved: 2 + 2 * iteration,
    generalised: 1 + iteration,
    candidates: 10_000 / (iteration + 1),
    seconds: 2 / (iteration + 1),
    programsBits: 900 - 100 * iteration,
    libraryBits: 80 * iteration,
  })),
);

/** A learning run: every kind of chart, a library, tasks of two files. */
const RUN: ReportData = reportData({
  iterations,
  losses: [1, 2, 3, 4].map((step) => ({
    iteration: step > 2 ? 2 : 1,
    step: 100 * step,
    series: "training",
    loss: 3 / step,
  })),
  table: {
    note: "In numbers.",
    columns: ["iteration", "train solved", "generalised", "holdout solved", "generalised", "took"],
    rows: [0, 1, 2].map((iteration) => [`${iteration}`, "5 of 10", "4 of 10", "", "", "1m 05s"]),
  },
  library: {
    summary: "Learned.",
    costs: [900, 700, 650],
    abstractions: ["fn_0", "fn_1"].map((name, index) => ({
      name,
      body: `(f #0 ${index})`,
      callees: index === 0 ? [] : ["fn_0"],
      facts: [["calls", "3"]],
      weight: 10 - index,
      uses: [],
    })),
  },
  tasks: Array.from({ length: 12 }, (_, i) =>
    reportTask({
      name: `task ${i}`,
      group: i < 6 ? "a.synth" : "b.synth",
      split: i % 2 === 0 ? "train" : "holdout",
      status: i % 3 === 0 ? "unsolved" : i % 3 === 1 ? "generalises" : "fits",
      line: `\\x -> fn_1 x ${i}`,
      calls: ["fn_1"],
      candidates: 10 ** (1 + (i % 5)),
      elapsedMs: 10 * (i + 1),
      detail: {
        ...reportTask().detail,
        program: { readable: `\\x -> fn_1 x ${i}`, sexpr: `(lambda (fn_1 $0 ${i}))` },
      },
    }),
  ),
});

let browser: Browser | undefined;
beforeAll(async () => {
  if (executable === undefined) return;
  browser = await chromium.launch({ executablePath: executable, args: ["--no-sandbox"] });
});
afterAll(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true });
});

interface Look {
  readonly width?: number;
  readonly dark?: boolean;
  readonly hash?: string;
}

/** Opens a page without a network and fails on anything that it complains of. */
async function look(file: string, { width = 1400, dark = false, hash = "" }: Look = {}) {
  const context = await (browser as Browser).newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? "dark" : "light",
    offline: true,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("requestfailed", (request) => complaints.push(request.url()));
  await page.goto(`${pathToFileURL(join(scratch, file)).href}${hash}`);
  await page.waitForLoadState("load");
  return { page, complaints, close: () => context.close() };
}

const isWide = (page: Page): Promise<boolean> =>
  page.evaluate("document.documentElement.scrollWidth > innerWidth");

describe.skipIf(executable === undefined)(
  "a page in Chromium (skipped where no chromium is installed)",
  () => {
    beforeAll(async () => {
      const assets = await loadPageAssets({ charts: true });
      writeFileSync(join(scratch, "run.html"), reportPage(RUN, assets, PRINT));
    });

    test.each([
      { width: 1400, dark: false },
      { width: 1400, dark: true },
      { width: 400, dark: false },
      { width: 400, dark: true },
    ])("loads without a complaint and draws every chart: $width wide, dark $dark", async (how) => {
      const { page, complaints, close } = await look("run.html", how);
      const plots = page.locator(".plot");
      await page.locator(".plot svg").last().waitFor();
      expect(await plots.count()).toBe(10);
      for (let i = 0; i < (await plots.count()); i++) {
        const marks = plots.nth(i).locator(".role-mark path[d]");
        expect(await marks.count(), `marks of chart ${i}`).toBeGreaterThan(0);
        const [place, drawing] = await Promise.all([
          plots.nth(i).boundingBox(),
          plots.nth(i).locator("svg").boundingBox(),
        ]);
        expect(drawing?.height).toBeLessThanOrEqual((place?.height ?? 0) + 1);
        expect(drawing?.width).toBeLessThanOrEqual((place?.width ?? 0) + 1);
        expect(await plots.nth(i).innerHTML()).not.toContain("NaN");
      }
      expect(await isWide(page)).toBe(false);
      expect(complaints).toEqual([]);
      await close();
    });

    test("text stands out from what it stands on, light and dark", async () => {
      for (const dark of [false, true]) {
        const { page, close } = await look("run.html", { dark, hash: "#task-1" });
        expect(await page.evaluate(FAINT)).toEqual([]);
        await close();
      }
    });

    test("filters by text, outcome, split and file, and says how many are left", async () => {
      const { page, complaints, close } = await look("run.html");
      const visible = page.locator("details.task:visible");
      const shown = page.locator(".shown");
      await page.getByRole("searchbox").fill("task 1");
      expect(await visible.count()).toBe(3);
      expect(await shown.textContent()).toBe("3 of 12");
      await page.getByRole("searchbox").fill("");
      await page.locator("label.chip.unsolved").click();
      expect(await visible.count()).toBe(4);
      await page.locator("select[name=split]").selectOption("train");
      expect(await visible.count()).toBe(2);
      await page.locator("select[name=group]").selectOption("1");
      expect(await shown.textContent()).toBe("1 of 12");
      expect(complaints).toEqual([]);
      await close();
    });

    test("leads from the drawing to an abstraction, to its task, and back", async () => {
      const { page, complaints, close } = await look("run.html");
      await page.locator('.node[data-index="1"]').click();
      expect(await page.locator("#abstraction-1").getAttribute("class")).toContain("chosen");
      await page.locator('#abstraction-1 a[href="#task-5"]').click();
      // The page opens a task when it is told of the new address, which is after the click returns.
      const task = page.locator("#task-5");
      await task.locator(".detail").waitFor({ state: "visible" });
      await task.locator('pre a[href="#abstraction-1"]').first().click();
      expect(page.url()).toContain("#abstraction-1");
      expect(complaints).toEqual([]);
      await close();
    });

    test("of a solve shows program, examples, run and explanation, opened by keyboard", async () => {
      writeFileSync(join(scratch, "tasks.synth"), TASKS);
      const run = spawnSync(
        process.execPath,
        [bin, "solve", "tasks.synth", "--candidates", "20k", "--jobs", "1", "--report", "p.html"],
        { cwd: scratch, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } },
      );
      expect([run.status, run.stderr]).toEqual([1, ""]);
      const { page, complaints, close } = await look("p.html", { width: 400 });
      expect(await page.locator("#task-0 .name").textContent()).toBe("double <b>every</b> element");
      await page.locator("#task-0 > summary").focus();
      await page.keyboard.press("Enter");
      const detail = page.locator("#task-0 .detail");
      await detail.waitFor();
      const program = (await detail.locator("pre").first().textContent()) ?? "";
      expect(program).toMatch(/^\\x -> map /);
      expect(await detail.locator("pre.sexpr").textContent()).toMatch(/^\(lambda \(map /);
      expect(await detail.locator(".examples tr").count()).toBe(4);
      const values = await detail.locator(".run tr td:nth-child(2)").allTextContents();
      expect(values.slice(0, 3)).toEqual(["[1, 2, 3]", "[2, 4, 6]", "2"]);
      const ranges = await detail.locator(".run .range").allTextContents();
      expect(ranges[1]).toBe("list of [2..10] of length [0..3]");
      expect(await isWide(page)).toBe(false);
      await page.locator("#task-1 > summary").click();
      expect(await page.locator("#task-1 .explanation").textContent()).toContain("contradict");
      expect(complaints).toEqual([]);
      await close();
    });
  },
);

describe.skipIf(executable === undefined)("a page of a program compiler in Chromium", () => {
  beforeAll(() => {
    const program = "\\xs -> filter (\\x -> x > 2) (rev xs)";
    const run = "--domain micro --neural --report compiler.html --ranges".split(" ");
    const ranges = "[0..9] list of length 2..4";
    const { stderr } = spawnSync(process.execPath, [bin, "eval", program, ...run, ranges], {
      cwd: scratch,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1", SYNTH_BACKEND: "wasm" },
    });
    if (stderr !== "") throw new Error(stderr);
  });

  test.each([
    { width: 1400, dark: false },
    { width: 400, dark: true },
  ])(
    "draws charts and pictures, readable and without a complaint: $width wide, dark $dark",
    async (how) => {
      const { page, complaints, close } = await look("compiler.html", how);
      await page.locator(".plot svg").last().waitFor();
      expect(await page.locator(".plot").count()).toBe(2);
      const squares = page.locator(".plot").last().locator(".role-mark path[d]");
      expect(await squares.count()).toBe(28 * 28);
      const sizes = (await page.evaluate(
        "[...document.querySelectorAll('img.heat')].map((image) => image.naturalWidth)",
      )) as readonly number[];
      // Five tokens: a map, and for each layer gates, a mixture and four heads; of each layer the gates of all kinds.
      expect(sizes).toHaveLength(5 * (1 + COMPILER.layers * 6) + COMPILER.layers);
      expect(Math.min(...sizes)).toBeGreaterThan(0);
      expect(await page.locator(".bar.exact:visible").count()).toBeGreaterThan(8);
      expect(await page.evaluate(FAINT)).toEqual([]);
      expect(await isWide(page)).toBe(false);
      await page.locator('.states-strip a[href="#state-3"]').click();
      expect(page.url()).toContain("#state-3");
      expect(complaints).toEqual([]);
      await close();
    },
  );
});

describe("synth report", () => {
  const synth = (...args: readonly string[]) =>
    spawnSync(process.execPath, [bin, ...args], { cwd: scratch, encoding: "utf8" });

  test("writes a page of a learning run into its directory", () => {
    writeFileSync(join(scratch, "learn.synth"), TASKS);
    const options = "--candidates 2k --iterations 1 --no-guide --jobs 1 --out runs/one".split(" ");
    expect(synth("learn", "learn.synth", ...options).status).toBe(0);
    const report = synth("report", "runs/one");
    expect([report.status, report.stdout, report.stderr]).toEqual([
      0,
      `${join("runs/one", "report.html")}\n`,
      "",
    ]);
    const page = readFileSync(join(scratch, "runs/one/report.html"), "utf8");
    expect(page).toContain("double &lt;b&gt;every&lt;/b&gt; element");
    expect(page).toContain('id="library"');
  }, 180_000);

  test("compares the runs of a folder that have the same tasks held out", () => {
    for (const name of ["grammar-alone", "no-guide"]) {
      cpSync(join(scratch, "runs/one"), join(scratch, "several", name), { recursive: true });
    }
    const report = synth("report", "several");
    expect([report.status, report.stderr]).toEqual([0, ""]);
    const page = readFileSync(join(scratch, "several/report.html"), "utf8");
    const rows = [...page.matchAll(/<th scope="row">([^<]*)<\/th>\s*<td>([^<]*)</g)];
    expect(rows.map(([, run, iteration]) => [run, iteration])).toEqual([
      ["no-guide", "before"],
      ["no-guide", "1"],
      ["grammar-alone", "before"],
      ["grammar-alone", "1"],
    ]);
    const damaged = join("several", "full", "config.json");
    mkdirSync(join(scratch, "several/full"));
    writeFileSync(join(scratch, damaged), '{"format": 1,');
    const partly = synth("report", "several");
    expect([partly.status, partly.stderr.split("\n")[0]]).toEqual([
      2,
      expect.stringMatching(/^several.full.config\.json:1:\d+: /),
    ]);
    const told = readFileSync(join(scratch, "several/report.html"), "utf8");
    expect(told).toMatch(/several.full.config\.json.* is not as a run writes it, and is left out/);
    expect(told.match(/<th scope="row">/g)).toHaveLength(4);
    const config = join(scratch, "several/no-guide/config.json");
    writeFileSync(config, readFileSync(config, "utf8").replaceAll('"hash": "', '"hash": "0'));
    const other = synth("report", "several");
    expect(other.stderr).toContain("several holds several runs, with other tasks held out");
    expect(other.status).toBe(2);
  });

  test("says what is wrong with a folder", () => {
    const outer = synth("report", "runs");
    expect([outer.status, outer.stderr]).toEqual([
      2,
      `runs is no run, but holds one; name it: ${join("runs", "one")}\n`,
    ]);
    expect(synth("report", ".").stderr).toBe(".: this is no folder of a learning run\n");
    cpSync(join(scratch, "several/full"), join(scratch, "broken/full"), { recursive: true });
    const broken = synth("report", "broken");
    expect([broken.status, broken.stderr]).toEqual([
      2,
      expect.stringMatching(/^broken.full.config\.json:1:\d+: /),
    ]);
    cpSync(join(scratch, "runs/one"), join(scratch, "odd/one\u001b[31m"), { recursive: true });
    expect(synth("report", "odd").stderr).toBe(
      `odd is no run, but holds one; name it: ${join("odd", "one\ufffd[31m")}\n`,
    );
  });
});

describe("the scripts of a page", () => {
  test("are as they were compiled, and import nothing", async () => {
    const { scripts, charts } = await loadPageAssets({ charts: true });
    for (const script of [...scripts, ...(charts?.modules ?? [])]) {
      expect(script).not.toMatch(/^\s*(import|export) [^{]*from |\bimport\(/m);
    }
    const page = readFileSync(
      resolve(import.meta.dirname, "../../dist/report/page/page.js"),
      "utf8",
    );
    expect(scripts[0]?.length).toBeGreaterThan(0.9 * page.length);
  });
});

/** Texts whose contrast with what is behind them is less than 4.5 (WCAG 2.2, 1.4.3). */
const FAINT = `(() => {
  const rgba = (text) => {
    const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number);
    return [r, g, b, a];
  };
  const light = ([r, g, b]) => {
    const part = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const behind = (node) => {
    for (let e = node; e !== null; e = e.parentElement) {
      const color = rgba(getComputedStyle(e).backgroundColor);
      if (color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
    const element = text.parentElement;
    if (text.textContent.trim() === "" || element.closest("svg, script, style, .logo, option")) continue;
    if (!element.checkVisibility()) continue;
    const [a, b] = [light(rgba(getComputedStyle(element).color)), light(behind(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) faint.push(element.className + ": " + text.textContent.trim() + " " + contrast);
  }
  return faint;
})()`;
