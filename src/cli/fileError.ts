import { UNFINISHED } from "../tasks/atomicFile.ts";
import { InputError } from "./inputError.ts";

/**
 * What the operating system says of a file that a run writes, as the user's to mend; undefined where it
 * is something else that was thrown.
 *
 * @param option by which the run is gone on with
 */
export function fileError(thrown: unknown, option: string): InputError | undefined {
  if (!(thrown instanceof Error) || !("code" in thrown)) return undefined;
  const { code, path: from, dest }: { code: unknown; path?: unknown; dest?: unknown } = thrown;
  // Of a file that is given its name, that name: the other one is not known to the user.
  const named = [dest, from].find((one) => typeof one === "string");
  const path =
    named === undefined || named === "" ? "the run directory" : withoutEnding(named, UNFINISHED);
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return new InputError(`${path}: the disk is full; make room and go on with ${option}`);
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new InputError(`${path}: there is no permission to write this`);
    case "ENOTDIR":
    case "EEXIST":
      return new InputError(`${path}: a file is in the way of a folder`);
    case "EISDIR":
    case "ERR_FS_EISDIR":
      return new InputError(`${path}: a folder is in the way of a file`);
    case "ENOENT":
      return new InputError(`${path}: there is no such folder`);
    case "ENAMETOOLONG":
      return new InputError(`${path.slice(0, 100)}…: this name is too long`);
    case "ELOOP":
      return new InputError(`${path}: this link leads back to itself`);
    default:
      return undefined;
  }
}

/** Whoever wrote a file knows it by its own name, not by the one it has until it is whole. */
const withoutEnding = (path: string, ending: string): string =>
  path.endsWith(ending) ? path.slice(0, -ending.length) : path;
