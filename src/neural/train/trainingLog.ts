import { appendFile, readFile } from "node:fs/promises";
import { fieldOf, parsedJson } from "../../support/jsonObject.ts";
import { writeAtomically } from "../../tasks/atomicFile.ts";

/** What happened in a run, one JSON object a line. */
export class TrainingLog {
  private readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Takes out what a run wrote after the checkpoint that it goes on from. */
  async open(step: number): Promise<void> {
    const text = step === 0 ? "" : await readFile(this.path, "utf8").catch(() => "");
    const kept = text.split("\n").filter((line) => line !== "" && stepOf(line) <= step);
    await writeAtomically(this.path, kept.map((line) => `${line}\n`).join(""));
  }

  async write(event: object): Promise<void> {
    await appendFile(this.path, `${JSON.stringify(event)}\n`);
  }
}

/** The step that a line is of; one that is none is taken out. */
function stepOf(line: string): number {
  const step = fieldOf(parsedJson(line), "step");
  return typeof step === "number" ? step : Infinity;
}
