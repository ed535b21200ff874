import { execFileSync } from "node:child_process";

/** Compiles `src` to `dist` before the tests that run the product as a user does. */
export function setup(): void {
  execFileSync(process.execPath, ["scripts/build.js"], { stdio: "inherit" });
}
