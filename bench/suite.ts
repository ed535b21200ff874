import type { Domain } from "../src/dsl/domain.ts";
import type { Guide } from "../src/search/solveOptions.ts";

/** What a suite is run with; each takes from it what concerns it. */
export interface SuiteOptions {
  /** Folder of public task sets (`taskSets.ts`), or any path of task files; absent: those that ship. */
  readonly data?: string;
  /** Domain of tasks that name none. */
  readonly domain?: string;
  /** Takes each so-manieth task of a set; all when absent. */
  readonly every?: number;
  /** Budget of a task. */
  readonly timeoutMs?: number;
  readonly candidates?: number;
  readonly memoryBytes: number;
  /** Suite `rate`: processor time of a task. */
  readonly seconds: number;
  /** Suite `guide`: the guide to tasks of a domain, such as a trained network; undefined where there is none. */
  readonly guideFor?: (domain: Domain) => Promise<Guide | undefined>;
  /** Suite `parts`: updates of each variant. */
  readonly steps?: number;
  /** Suite `parts`: names of the variants to train; all when absent. */
  readonly variants?: readonly string[];
  /** Suites `parts`, and `guide` on domain `micro`: parts programs into those to train on and those held out. */
  readonly seed?: number;
  /** Suites `compiler` and `refine`: file of the model; the one that ships when absent. */
  readonly model?: string;
  /** Suite `refine`: without the methods that take gradients, which need most of its time. */
  readonly gradients?: boolean;
  /** Told of each part that is done. */
  readonly onProgress?: (line: string) => void;
}

/** What a suite measured: tables to print, and the same as plain data. */
export interface SuiteReport {
  readonly tables: readonly string[];
  readonly json: unknown;
}

export type Suite = (options: SuiteOptions) => Promise<SuiteReport>;
