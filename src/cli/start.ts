// The entry of the command line. A worker process takes as long to start as the commands to load, so
// both begin at once. Hence this file imports no more than starting one needs.
import { warmWorkers } from "./workers.ts";

if (process.argv[2] === "solve") warmWorkers();
await import("./main.ts");
