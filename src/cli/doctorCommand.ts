import { availableParallelism, totalmem } from "node:os";
import type { Command } from "commander";
import { shippedDomains } from "../domains/shipped.ts";
import { renderTable } from "../report/table.ts";
import { backendFinding } from "./backendFinding.ts";
import { EXIT } from "./exitCode.ts";
import { printDuration, printSize } from "./quantity.ts";
import type { Terminal } from "./terminal.ts";
import { QUARTER_OF_MEMORY_BYTES, workersFor } from "./workers.ts";

/** A line of the report. */
export interface Finding {
  readonly name: string;
  readonly verdict: "ok" | "note" | "problem";
  readonly detail: string;
}

export function addDoctorCommand(program: Command, terminal: Terminal): void {
  program
    .command("doctor")
    .description("tell what this machine offers and what would make synth work better here")
    .action(async () => {
      const findings = await examine(terminal);
      const paint = {
        ok: terminal.colors.green,
        note: terminal.colors.yellow,
        problem: terminal.colors.red,
      };
      const table = renderTable(
        [{ title: "what" }, { title: "" }, { title: "found", flexible: true }],
        findings.map((f) => [f.name, paint[f.verdict](f.verdict), f.detail]),
        terminal.width,
      );
      for (const line of table) terminal.print(line);
      if (findings.some((finding) => finding.verdict === "problem")) {
        process.exitCode = EXIT.unsolved;
      }
    });
}

async function examine(terminal: Terminal): Promise<readonly Finding[]> {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const recent = major > 20 || (major === 20 && minor >= 19);
  const cores = availableParallelism();
  const memory = totalmem();
  const perTask = QUARTER_OF_MEMORY_BYTES;
  return [
    {
      name: "Node",
      verdict: recent ? "ok" : "problem",
      detail: `${process.versions.node}${recent ? "" : "; 20.19 or later is needed"}`,
    },
    {
      name: "cores",
      verdict: cores > 1 ? "ok" : "note",
      detail: `${cores}: as many tasks are searched at the same time (--jobs)`,
    },
    {
      name: "memory",
      verdict: perTask >= 2 ** 30 ? "ok" : "note",
      detail: `${printSize(memory)}; a task may use ${printSize(perTask)} (--memory)${perTask >= 2 ** 30 ? "" : ": long searches will end early"}`,
    },
    await workerFinding(),
    await backendFinding(),
    {
      name: "domains",
      verdict: "ok",
      detail: `${[...shippedDomains.keys()].join(", ")}; a path such as ./my-domain.ts loads your own`,
    },
    {
      name: "terminal",
      verdict: "ok",
      detail: terminal.live ? "live display" : "plain lines: output is not a terminal",
    },
  ];
}

async function workerFinding(): Promise<Finding> {
  const started = performance.now();
  const pool = workersFor(QUARTER_OF_MEMORY_BYTES);
  const worker = await pool.acquire();
  pool.close();
  const problem = worker === undefined || "problem" in worker;
  return {
    name: "worker processes",
    verdict: problem ? "problem" : "ok",
    detail: problem
      ? (worker?.problem ?? "they do not start")
      : `start in ${printDuration(performance.now() - started)}`,
  };
}
