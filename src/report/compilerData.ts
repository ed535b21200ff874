import type { CompilerLook } from "../neural/compiler/compilerLook.ts";
import type { SideBySideRow } from "../neural/compiler/sideBySide.ts";

/** All that a page of the program compiler shows: plain data. */
export interface CompilerData {
  /** What was run, such as the command. */
  readonly subtitle: string;
  /** When, as text; absent when that does not matter. */
  readonly time?: string;
  /** Settings, as label and text. */
  readonly facts: readonly (readonly [label: string, text: string])[];
  readonly program: {
    readonly readable: string;
    readonly sexpr: string;
    /** Its tokens in the order in which they are written. */
    readonly written: string;
  };
  /** What its micro-operations are read back as, likeliest first. */
  readonly decompiled: readonly {
    readonly program: string;
    readonly probability: number;
    /** Is it the program itself? */
    readonly same: boolean;
  }[];
  readonly look: CompilerLook;
  readonly run?: CompilerRun;
}

/** A run by the network beside the exact steps. */
export interface CompilerRun {
  /** As it is printed. */
  readonly input: string;
  readonly states: readonly SideBySideRow[];
}
