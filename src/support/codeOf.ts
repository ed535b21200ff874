import { fieldOf } from "./jsonObject.ts";

/** The code of what the operating system says, such as `ENOENT`; undefined where something else was thrown. */
export const codeOf = (thrown: unknown): string | undefined => {
  const code = fieldOf(thrown, "code");
  return typeof code === "string" ? code : undefined;
};
