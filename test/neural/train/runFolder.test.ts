import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { newRun } from "../../../src/neural/train/session.ts";

const scratch = mkdtempSync(join(tmpdir(), "synth-run-folder-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("a run takes a folder that is not there, or has other files in it", async () => {
  const folder = join(scratch, "some", "new");
  expect(await newRun(folder)).toBeUndefined();
  writeFileSync(join(folder, "notes.txt"), "");
  expect(await newRun(folder)).toBeUndefined();
});

test.each(["model.safetensors", "checkpoint.safetensors"])(
  "a run is not begun where it would write over a %s",
  async (name) => {
    const folder = mkdtempSync(join(scratch, "taken-"));
    writeFileSync(join(folder, name), "");
    expect((await newRun(folder))?.message).toMatch(/there already/);
  },
);
