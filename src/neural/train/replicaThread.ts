// The thread of one more training worker; `dataParallel.ts` starts it.
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { loadBackend } from "../backend.ts";
import type { ReplicaModule } from "./replica.ts";
import type { ReplicaReply, ReplicaRequest, ReplicaStart } from "./replicaProtocol.ts";
import { createTrainingWorker } from "./trainingWorker.ts";

const port = parentPort as MessagePort;
const { backend, options, seed, maxShards, blocks, ...start } = workerData as ReplicaStart;

await loadBackend(backend);
const module = (await import(start.module)) as ReplicaModule<unknown>;
const replica = await module.createReplica(options);
const worker = createTrainingWorker(replica, seed, maxShards, blocks);

function answer(request: ReplicaRequest): ReplicaReply | undefined {
  switch (request.kind) {
    case "gradients":
      return { kind: "losses", losses: worker.differentiate(request.step, request.shards) };
    case "update":
      worker.update(request.step, request.shares);
      return undefined;
    case "digest":
      return { kind: "digest", digest: worker.digest() };
  }
}

port.on("message", (request: ReplicaRequest) => {
  const reply = answer(request);
  if (reply !== undefined) port.postMessage(reply);
});
port.postMessage({ kind: "ready" } satisfies ReplicaReply);
