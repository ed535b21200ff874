import { plainText } from "../support/plainText.ts";
import { type SourceError, renderSourceError } from "../support/sourceError.ts";

/** The user's input is wrong: ends the command with exit code 2. Thrown and caught in `cli` only. */
export class InputError extends Error {
  override readonly name = "InputError";

  constructor(error: SourceError | string) {
    super(typeof error === "string" ? plainLines(error) : renderSourceError(error));
  }
}

/** Names of files and folders come into messages, and may hold anything. */
const plainLines = (text: string): string => text.split("\n").map(plainText).join("\n");
