#!/usr/bin/env node
import { existsSync } from "node:fs";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`synth needs Node 20.19 or later; this is ${process.versions.node}.\n`);
  process.exit(3);
}
const start = new URL("../dist/cli/start.js", import.meta.url);
if (!existsSync(start)) {
  process.stderr.write("synth is not built yet: run `npm install` (or `npm run build`) first.\n");
  process.exit(3);
}
await import(start.href);
