import type { BackendName } from "../backend.ts";

/** What a thread starts with. */
export interface ReplicaStart {
  readonly backend: BackendName;
  readonly module: string;
  readonly options: unknown;
  readonly seed: number;
  readonly maxShards: number;
  /** Slots of even and of odd steps: the next step is written while the last one is still read. */
  readonly blocks: readonly [SharedArrayBuffer, SharedArrayBuffer];
}

export type ReplicaRequest =
  | {
      readonly kind: "gradients";
      readonly step: number;
      /** The shards of this thread, with their places in the batch. */
      readonly shards: readonly (readonly [index: number, shard: unknown])[];
    }
  | { readonly kind: "update"; readonly step: number; readonly shares: readonly number[] }
  | { readonly kind: "digest" };

export type ReplicaReply =
  | { readonly kind: "ready" }
  | {
      readonly kind: "losses";
      readonly losses: readonly (readonly [index: number, loss: number])[];
    }
  | { readonly kind: "digest"; readonly digest: string };
