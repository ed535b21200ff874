import {
  lstatSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { UNFINISHED, writeAtomically } from "../../src/tasks/atomicFile.ts";

const scratch = mkdtempSync(join(tmpdir(), "synth-atomic-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("a file is written anew, whatever an earlier process or somebody else left in its way", async () => {
  const [path, other] = [join(scratch, "page.html"), join(scratch, "precious")];
  writeFileSync(other, "precious");
  symlinkSync(other, path);
  symlinkSync(other, `${path}${UNFINISHED}`);
  await writeAtomically(path, "page");
  writeFileSync(`${path}${UNFINISHED}`, "half a pa");
  await writeAtomically(path, "new page");
  expect(readFileSync(path, "utf8")).toBe("new page");
  expect(lstatSync(path).isSymbolicLink()).toBe(false);
  expect(readFileSync(other, "utf8")).toBe("precious");
  expect(readdirSync(scratch).sort()).toEqual(["page.html", "precious"]);
});
