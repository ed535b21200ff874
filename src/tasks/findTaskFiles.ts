import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { codeOf } from "../support/codeOf.ts";
import { nearest } from "../support/nearest.ts";
import type { SourceError } from "../support/sourceError.ts";

/** A file to read, or why a path leads to none, in the order in which they are met. */
export type FoundFile =
  | { readonly kind: "file"; readonly file: string }
  | { readonly kind: "error"; readonly error: SourceError };

/**
 * The files with one of the extensions that the paths lead to. Folders are walked in order of names;
 * what is hidden, `node_modules` and other extensions are passed over. A file that was named is found
 * whatever it is called, so that its reader can complain. Each file is found once, however often
 * paths and links lead to it.
 */
export async function findTaskFiles(
  paths: readonly string[],
  extensions: ReadonlySet<string>,
): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = [];
  // Real paths: a link may lead back to where the walk came from.
  const seen = new Set<string>();

  const visit = async (path: string, named: boolean): Promise<void> => {
    let real: string;
    let kind: "file" | "folder" | "other";
    try {
      real = await realpath(path);
      const entry = await stat(real);
      kind = entry.isFile() ? "file" : entry.isDirectory() ? "folder" : "other";
    } catch (thrown) {
      // In a folder: a link to nowhere.
      if (named) found.push({ kind: "error", error: await missing(path, thrown) });
      return;
    }
    if (!named && kind !== "folder" && !extensions.has(extname(path).toLowerCase())) return;
    if (seen.has(real)) return;
    seen.add(real);
    if (kind === "file") {
      found.push({ kind: "file", file: path });
    } else if (kind === "folder") {
      await visitFolder(path);
    } else {
      found.push({
        kind: "error",
        error: { file: path, message: "this is neither a file nor a folder" },
      });
    }
  };

  const visitFolder = async (path: string): Promise<void> => {
    let names: string[];
    try {
      names = await readdir(path);
    } catch (thrown) {
      found.push({ kind: "error", error: { file: path, message: unreadable(thrown) } });
      return;
    }
    // By UTF-16 units, not by the user's language: the order is the same everywhere.
    names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    for (const name of names) {
      if (name.startsWith(".") || name === "node_modules") continue;
      await visit(join(path, name), false);
    }
  };

  for (const path of paths) {
    const before = found.length;
    await visit(path, true);
    if (found.length === before && (await isFolder(path)) && !(await overlaps(path, seen))) {
      found.push({
        kind: "error",
        error: {
          file: path,
          message: "the folder has no task files",
          expected: [...extensions].map((extension) => `files that end in ${extension}`),
        },
      });
    }
  }
  return found;
}

const isFolder = async (path: string): Promise<boolean> =>
  stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );

/** Does the folder hold something that was found by way of an earlier path? */
async function overlaps(path: string, seen: ReadonlySet<string>): Promise<boolean> {
  const real = await realpath(path);
  for (const other of seen) {
    if (
      other !== real &&
      (other.startsWith(join(real, "/")) || real.startsWith(join(other, "/")))
    ) {
      return true;
    }
  }
  return false;
}

async function missing(path: string, thrown: unknown): Promise<SourceError> {
  if (codeOf(thrown) !== "ENOENT" && codeOf(thrown) !== "ENOTDIR") {
    return { file: path, message: unreadable(thrown) };
  }
  const siblings = await readdir(dirname(path)).catch(() => []);
  const name = nearest(basename(path), siblings);
  return {
    file: path,
    message: "no file or folder is there",
    ...(name === undefined ? {} : { suggestion: join(dirname(path), name) }),
  };
}

/** Why the operating system refused, in words. */
export function unreadable(thrown: unknown): string {
  switch (codeOf(thrown)) {
    case "EACCES":
    case "EPERM":
      return "there is no permission to read this";
    case "ELOOP":
      return "this link leads back to itself";
    case "EMFILE":
    case "ENFILE":
      return "too many files are open";
    default:
      return `this cannot be read (${String(codeOf(thrown) ?? thrown)})`;
  }
}
