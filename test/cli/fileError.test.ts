import { expect, test } from "vitest";
import { fileError } from "../../src/cli/fileError.ts";

const thrown = (code: string): Error => Object.assign(new Error(code), { code, path: "runs/a" });

test("a disk that is full is told with how to go on, and other faults of files with their path", () => {
  expect(fileError(thrown("ENOSPC"), "--from")?.message).toBe(
    "runs/a: the disk is full; make room and go on with --from",
  );
  expect(fileError(thrown("EACCES"), "--from")?.message).toContain(
    "runs/a: there is no permission",
  );
  expect(fileError(thrown("EEXIST"), "--from")?.message).toContain("runs/a: a file is in the way");
});

test("a path that leads nowhere is told with what is wrong with it", () => {
  expect(fileError(thrown("ENOENT"), "--from")?.message).toBe("runs/a: there is no such folder");
  const nameless = Object.assign(thrown("ENOENT"), { path: "" });
  expect(fileError(nameless, "--from")?.message).toContain("the run directory: there is no");
  expect(fileError(thrown("ELOOP"), "--from")?.message).toContain("runs/a: this link");
  const long = Object.assign(thrown("ENAMETOOLONG"), { path: "a".repeat(300) });
  expect(fileError(long, "--from")?.message).toBe(`${"a".repeat(100)}…: this name is too long`);
});

test("of a file that cannot be given its name, that name is told", () => {
  const renaming = Object.assign(thrown("EISDIR"), { path: "a.unfinished", dest: "runs/a" });
  expect(fileError(renaming, "--from")?.message).toBe("runs/a: a folder is in the way of a file");
  const opening = Object.assign(thrown("ENOENT"), { path: "runs/a.unfinished" });
  expect(fileError(opening, "--from")?.message).toBe("runs/a: there is no such folder");
});

test("what is no fault of a file stays what it is", () => {
  expect(fileError(new Error("else"), "--from")).toBeUndefined();
  expect(fileError(thrown("EPIPE"), "--from")).toBeUndefined();
});
