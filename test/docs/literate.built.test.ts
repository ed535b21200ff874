import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// Every page is run as a reader would follow it, in an empty folder of its own where `synth` is
// installed: a code block after `<!-- file: NAME -->` is saved as that file, and every line
// `$ npx synth …` in a block marked `console` is run and must print the lines below it. `…` in
// expected output stands for anything; times and rates are not compared.

const root = resolve(import.meta.dirname, "../..");
const pages = [
  "README.md",
  "tasks/README.md",
  ...readdirSync(join(root, "docs")).map((f) => `docs/${f}`),
]
  .filter((page) => page.endsWith(".md"))
  .map((page) => ({ page, text: readFileSync(join(root, page), "utf8") }));

interface Step {
  readonly line: number;
  readonly kind: "file" | "command";
  /** Path of the file, or the command. */
  readonly subject: string;
  /** Text of the file, or the output expected. */
  readonly text: string;
}

function stepsOf(text: string): readonly Step[] {
  const steps: Step[] = [];
  const blocks = text.matchAll(/(<!-- file: (\S+) -->\s*)?^```(\w*)\n([\s\S]*?)^```$/gm);
  for (const block of blocks) {
    const [, , file, language, body = ""] = block;
    const line = text.slice(0, block.index).split("\n").length;
    if (file !== undefined) steps.push({ line, kind: "file", subject: file, text: body });
    if (language !== "console") continue;
    for (const part of body.split(/^\$ /m).slice(1)) {
      const end = part.indexOf("\n");
      const output = part.slice(end + 1).trimEnd();
      steps.push({ line, kind: "command", subject: part.slice(0, end), text: output });
    }
  }
  return steps;
}

/** What differs from run to run is made alike: times, and the blanks around them. */
const normalise = (text: string): string =>
  text
    .split("\n")
    .map((line) =>
      line
        .replace(/\b\d+(\.\d+)?(ms|s)\b/g, "#s")
        .replace(/\s+#s/g, " #s")
        .trimEnd(),
    )
    .join("\n")
    .replace(/─+/g, "─")
    .trim();

/** Compares with expected output in which `…` stands for anything, over lines too. */
function expectOutput(actual: string, expected: string): void {
  const wanted = normalise(expected);
  const found = normalise(actual);
  const pattern = wanted
    .split("…")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/ +/g, " +"))
    .join("[\\s\\S]*?");
  // Where it does not match, the comparison of the texts shows the difference.
  expect(new RegExp(`^${pattern}$`).test(found) ? wanted : found).toBe(wanted);
}

const scratch = mkdtempSync(join(tmpdir(), "synth-docs-"));

beforeAll(() => {
  mkdirSync(join(scratch, "node_modules"));
  symlinkSync(root, join(scratch, "node_modules", "synth"), "dir");
  symlinkSync(join(root, "node_modules", "vitest"), join(scratch, "node_modules", "vitest"), "dir");
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe.each(pages)("$page", ({ page, text }) => {
  const folder = join(scratch, page.replace(/\W/g, "-"));
  const steps = stepsOf(text);

  test("every link to a file of ours leads somewhere", () => {
    for (const [, target = ""] of text.matchAll(/\]\(([^)#]+)[^)]*\)/g)) {
      if (/^https?:/.test(target)) continue;
      expect(existsSync(join(root, dirname(page), target)) ? "" : target).toBe("");
    }
  });

  test.runIf(steps.length > 0)(
    "does what it says",
    () => {
      mkdirSync(folder, { recursive: true });
      // A reader of the clone has the shipped tasks and examples beside the page.
      for (const shipped of ["tasks", "examples"]) {
        cpSync(join(root, shipped), join(folder, shipped), { recursive: true });
      }
      for (const step of steps) {
        const where = `${page}:${step.line}: ${step.subject}`;
        if (step.kind === "file") {
          mkdirSync(dirname(join(folder, step.subject)), { recursive: true });
          writeFileSync(join(folder, step.subject), step.text);
          continue;
        }
        const command = step.subject
          .replace(/^npx synth\b/, `node ${join(root, "bin/synth.js")}`)
          .replace(/^npx vitest\b/, `node ${join(root, "node_modules/vitest/vitest.mjs")}`);
        const run = spawnSync("bash", ["-c", command], {
          cwd: folder,
          encoding: "utf8",
          env: { ...process.env, NO_COLOR: "1", CI: "1" },
        });
        expect(run.status, `${where}\n${run.stdout}${run.stderr}`).toBeLessThanOrEqual(1);
        if (step.text !== "") expectOutput(run.stdout + run.stderr, step.text);
      }
    },
    600_000,
  );
});

test("the pages have commands and files to run", () => {
  const all = pages.flatMap(({ text }) => stepsOf(text));
  expect(all.filter((step) => step.kind === "command").length).toBeGreaterThan(10);
  expect(all.filter((step) => step.kind === "file").length).toBeGreaterThan(3);
});
