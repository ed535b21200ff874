// Builds `dist` after `npm install`. npx runs this as well when it links the package for its own use:
// there is nothing to build then, or not yet the compiler to do it with, and a failure would leave
// npx's folder in a state that it does not recover from.
import { existsSync } from "node:fs";

if (process.env.npm_command !== "exec" && existsSync("node_modules/typescript/bin/tsc")) {
  try {
    await import("./build.js");
  } catch {
    process.exitCode = 1;
  }
}
