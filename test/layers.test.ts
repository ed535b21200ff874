import { readFileSync, readdirSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, test } from "vitest";

// A folder imports itself and folders before it, never after.
const LAYERS = [
  "support",
  "dsl",
  "interp",
  "domains",
  "tasks",
  "search",
  "library",
  "neural",
  "learn",
  "report",
  "cli",
];

/** Folders that must run in a browser page; `search/parallel` and its workers are Node's. */
const WITHOUT_NODE = ["support", "dsl", "interp", "domains", "library", "search"];
const NODE_FILES = new Set([
  "search/parallel.ts",
  "search/searchThread.ts",
  "search/worker.ts",
  "search/workerProcess.ts",
]);

/** Packages that only some folders may import as values. */
const OWNERS = new Map([
  ["chevrotain", ["dsl", "tasks"]],
  ["commander", ["cli"]],
  ["@tensorflow", ["neural"]],
]);

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

const root = "src";
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  // AssemblyScript is compiled by itself and imports nothing else.
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".as.ts"))
  .map((file) => file.replaceAll("\\", "/"));

const imports: readonly Import[] = files.flatMap((file) => {
  const text = readFileSync(join(root, file), "utf8");
  const statements = text.matchAll(
    /\b(import|export)\b(\s+type\b)?[^;"'()]*?\bfrom\s*["']([^"']+)["']|\bimport\s*\(?\s*["']([^"']+)["']/g,
  );
  return [...statements].map((match) => ({
    file,
    target: (match[3] ?? match[4]) as string,
    typeOnly: match[2] !== undefined,
  }));
});

const folderOf = (file: string): string => file.split("/")[0] as string;

/** What breaks the rule, as text: a list that is empty when all is well. */
function violations(all: readonly Import[]): readonly string[] {
  return all.flatMap(({ file, target, typeOnly }) => {
    const folder = folderOf(file);
    const found: string[] = [];
    if (target.startsWith(".")) {
      const to = relative(root, normalize(join(root, dirname(file), target))).replaceAll("\\", "/");
      const inLayer = LAYERS.indexOf(folder);
      if (inLayer !== -1 && LAYERS.indexOf(folderOf(to)) > inLayer) {
        found.push(`${file} imports ${to}, which is below it`);
      }
      if (!/\.(ts|json)$/.test(target)) found.push(`${file} imports ${target} without its ending`);
    } else {
      const name = target.startsWith("@")
        ? target.split("/").slice(0, 1).join("/")
        : (target.split("/")[0] as string);
      const owners = OWNERS.get(name);
      if (owners !== undefined && !typeOnly && !owners.includes(folder)) {
        found.push(`${file} imports ${target}, which belongs to ${owners.join(" and ")}`);
      }
      const ofNode = target.startsWith("node:") || builtinModules.includes(target);
      if (ofNode && WITHOUT_NODE.includes(folder) && !NODE_FILES.has(file)) {
        found.push(`${file} imports ${target}, but ${folder} must run without Node`);
      }
    }
    return found;
  });
}

describe("the layers of src", () => {
  test("every source file is seen, in a folder that has a layer", () => {
    expect(files.length).toBeGreaterThan(30);
    expect(imports.length).toBeGreaterThan(60);
    const folders = new Set(files.filter((f) => f.includes("/")).map(folderOf));
    expect([...folders].filter((folder) => !LAYERS.includes(folder))).toEqual([]);
  });

  test("no folder imports a folder below it, and packages stay with their owners", () => {
    expect(violations(imports)).toEqual([]);
  });

  test("only the public entries stand outside the folders", () => {
    expect(files.filter((file) => !file.includes("/")).sort()).toEqual(["index.ts", "testing.ts"]);
  });

  test("a violation of each kind is seen", () => {
    const planted = [
      { file: "dsl/type.ts", target: "../interp/value.ts", typeOnly: true },
      { file: "search/bank.ts", target: "chevrotain", typeOnly: false },
      { file: "search/bank.ts", target: "node:fs", typeOnly: false },
      { file: "interp/value.ts", target: "path", typeOnly: false },
      { file: "dsl/type.ts", target: "./term", typeOnly: false },
    ];
    expect(planted.map((one) => violations([one]).length)).toEqual([1, 1, 1, 1, 1]);
  });
});
