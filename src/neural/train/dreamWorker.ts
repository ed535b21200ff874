// A thread that dreams. It is asked for chunks by number and answers with what the network is taught.
import { parentPort, workerData } from "node:worker_threads";
import { type Definition, withDefinitions } from "../../dsl/definition.ts";
import { withoutPrimitives } from "../../dsl/domain.ts";
import { InternalError } from "../../support/internalError.ts";
import { loadDomain } from "../../tasks/loadDomain.ts";
import type { EncodedDream } from "./encodeDream.ts";
import { createDreamSource } from "./dreamSource.ts";

/** What a dreaming thread is started with. */
export interface DreamOrders {
  readonly domain: string;
  readonly baseFolder: string;
  /** What the domain has besides, such as a learned library, and what is left out of it. */
  readonly definitions?: readonly Definition[];
  readonly without?: readonly string[];
  readonly seed: number;
  readonly tokens: number;
  /** Calls of functions that one enumeration may make. */
  readonly mostCalls: number;
}

/** A chunk that is wanted; `part` as in `DreamSource`. */
export interface ChunkOrder {
  readonly part: "training" | "validation";
  readonly number: number;
}

export interface ChunkReply extends ChunkOrder {
  readonly dreams: readonly EncodedDream[];
}

const orders = workerData as DreamOrders;
const port = parentPort;
if (port === null) throw new InternalError("a dreaming thread without a parent");
const domain = await loadDomain(orders.domain, orders.baseFolder);
if (!domain.ok) throw new InternalError(`the domain was loaded before: ${domain.error.message}`);
const { definitions = [], without = [] } = orders;
const language = withoutPrimitives(withDefinitions(domain.value, definitions), without);
const source = createDreamSource(language, orders);
port.on("message", (order: ChunkOrder) => {
  const reply: ChunkReply = { ...order, dreams: source.chunk(order.part, order.number) };
  port.postMessage(reply);
});
