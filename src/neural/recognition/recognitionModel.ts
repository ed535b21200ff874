import * as tf from "@tensorflow/tfjs-core";
import type { Domain } from "../../dsl/domain.ts";
import { type WeightedGrammar, domainProductions } from "../../dsl/weightedGrammar.ts";
import { diverseRows } from "../../search/rows.ts";
import type { Guide } from "../../search/solveOptions.ts";
import type { Task } from "../../tasks/task.ts";
import { disposeParameters, readTensor } from "../nn/parameters.ts";
import { exampleBatch } from "./exampleBatch.ts";
import { exampleEncoder } from "./exampleEncoder.ts";
import { productionTexts } from "./fingerprint.ts";
import { type Layout, grammarOf, layoutOf } from "./layout.ts";
import { type ModelConfig, type ModelParameters, predict } from "./model.ts";
import { transferBetween, transferred } from "./transfer.ts";

/** A trained model, with what it was trained to weigh. */
export interface RecognitionModel {
  /** Name of the domain it was trained for. */
  readonly domain: string;
  readonly config: ModelConfig;
  /** The productions it knows, as texts, and where their weights stand. */
  readonly productions: readonly string[];
  readonly layout: Layout;
  readonly parameters: ModelParameters;
}

/** Examples of a task that the network reads: those that differ most. */
const MOST_EXAMPLES = 10;

/** A guide that asks a trained network. The network's memory is freed by `dispose`. */
export interface RecognitionGuide extends Guide {
  weights(task: Task, domain: Domain): WeightedGrammar;
  dispose(): void;
}

export function recognitionGuide(model: RecognitionModel): RecognitionGuide {
  return {
    weights: (task, domain) => weightsFor(model, task, domain),
    dispose: () => disposeParameters(model.parameters),
  };
}

/**
 * The weights of a domain's productions for a task. The domain may have productions that the model does
 * not know (a library that has grown): see `transfer.ts`.
 */
function weightsFor(model: RecognitionModel, task: Task, domain: Domain): WeightedGrammar {
  const { config, layout } = model;
  const productions = domainProductions(domain);
  const to = layoutOf(productions.map(({ type }) => type));
  const encode = exampleEncoder(task.request, domain, config.tokens);
  const rows = diverseRows(task.examples, MOST_EXAMPLES);
  const examples = rows.flatMap((row) => {
    const example = task.examples[row];
    return example === undefined ? [] : [encode(example)];
  });
  // The batch within: should reading it throw, nothing stays.
  const table = tf.tidy(() => {
    const batch = exampleBatch([examples]);
    const { choice, place } = predict(model.parameters, config, layout, batch);
    return readTensor(tf.logSoftmax(tf.add(choice, place)));
  });
  const transfer = transferBetween(model.productions, layout, productionTexts(domain), to);
  return grammarOf(transferred(table, layout, transfer), to, productions);
}
