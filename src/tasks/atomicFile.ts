import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** What the file is called until all of it is on the disk. */
export const UNFINISHED = ".unfinished";

/**
 * Writes a file so that, whatever happens meanwhile, there is either what was there before or all of
 * what is new: to a file beside it, flushed to the disk, which then takes its name.
 */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${path}${UNFINISHED}`;
  try {
    // Anew, and never through a link that somebody put there: it could lead to any file.
    await rm(unfinished, { force: true });
    const file = await open(unfinished, "wx");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (thrown) {
    await rm(unfinished, { force: true }).catch(() => {});
    throw thrown;
  }
  await syncFolder(dirname(path));
}

/** Flushes what a folder lists: without it a power cut may take the new name back. */
async function syncFolder(folder: string): Promise<void> {
  // Windows has no such thing.
  const handle = await open(folder, "r").catch(() => undefined);
  try {
    await handle?.sync().catch(() => {});
  } finally {
    await handle?.close();
  }
}
