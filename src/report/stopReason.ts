import type { StopReason } from "../search/solveResult.ts";
import type { TaskReport } from "../search/workerProtocol.ts";

const STOPPED: { readonly [reason in StopReason]: string } = {
  solved: "solved",
  timeout: "out of time",
  candidates: "out of candidates",
  memory: "out of memory",
  exhausted: "no program within the limits of the search fits",
  contradiction: "two examples contradict each other",
  "no-examples": "the task has no examples",
  unsupported: "not supported",
  cancelled: "cancelled",
};

/** Why a search ended, in a few words. */
export const stopReason = (report: Pick<TaskReport, "reason" | "stopReason">): string =>
  report.reason ?? (report.stopReason === "error" ? "error" : STOPPED[report.stopReason]);
