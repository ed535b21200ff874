// The public API of `synth`. The property-test kit is `synth/testing`.

// Types, terms and inference.
export {
  BOOL,
  INT,
  STRING,
  WORD,
  type Type,
  arrow,
  constructorType,
  equalTypes,
  functionType,
  listType,
  pairType,
  printType,
  splitFunctionType,
  typeVariable,
} from "./dsl/type.ts";
export {
  type Term,
  apply,
  hole,
  inline,
  isClosed,
  lambda,
  literal,
  primitiveReference,
  size,
  spine,
  variable,
} from "./dsl/term.ts";
export { type InferError, type InferOptions, type Inference, infer } from "./dsl/infer.ts";
export {
  type ParseTermOptions,
  type ParsedTerm,
  type TypedTerm,
  parseTerm,
  parseTypedTerm,
  toSourceError,
} from "./dsl/parseTerm.ts";
export { sampleTerm } from "./dsl/sampleTerm.ts";
export { parseType } from "./dsl/parseType.ts";
export { parseDatum, parseValue } from "./dsl/parseValue.ts";
export { type PrintOptions, printTerm } from "./dsl/printTerm.ts";
export { printSexpr } from "./dsl/printSexpr.ts";
export { printDatum, printValue } from "./dsl/printValue.ts";
export type { Definition } from "./dsl/definition.ts";
export type { Nonterminal, Production, TermGrammar } from "./dsl/grammar.ts";

// Defining a language.
export { type Law, type Side, absorbing, equation, freeMonoid, identity } from "./dsl/law.ts";
export { DEFAULT_LIMITS, type Limits } from "./dsl/limits.ts";
export {
  ANY,
  type Halves,
  type Primitive,
  type PrimitiveDefinition,
  type PrimitiveExample,
  primitive,
} from "./dsl/primitive.ts";
export {
  type Domain,
  type DomainDefinition,
  type InputArbitrary,
  domain,
  extendDomain,
  findPrimitive,
} from "./dsl/domain.ts";
export type { Datum, TypeRanges, ValueType } from "./dsl/valueType.ts";
export { BOOL_TYPE } from "./interp/valueTypes/boolType.ts";
export { INT_TYPE } from "./interp/valueTypes/intType.ts";
export { LIST_TYPE } from "./interp/valueTypes/listType.ts";
export { PAIR_TYPE } from "./interp/valueTypes/pairType.ts";
export { STRING_TYPE } from "./interp/valueTypes/stringType.ts";
export { WORD_TYPE } from "./interp/valueTypes/wordType.ts";
export { shippedDomains } from "./domains/shipped.ts";

// What programs mean.
export { type Evaluator, type Fault, compile, evaluate } from "./interp/evaluate.ts";
export { type AbstractOptions, abstractEvaluate } from "./interp/abstractEvaluate.ts";
export { type Refinement, type RefineOptions, refine } from "./interp/refine.ts";
export { define } from "./interp/definition.ts";
export { equalValues, isValue, valueKey } from "./interp/value.ts";

// Ranges.
export type { Arbitraries, Arbitrary, Range, RangeDomain } from "./dsl/range.ts";
export {
  BOTTOM,
  TOP,
  contains,
  join,
  joinAll,
  leq,
  meet,
  printRange,
  widen,
} from "./interp/ranges/lattice.ts";
export { type BooleanRange, Booleans } from "./interp/ranges/booleans.ts";
export { type FunctionRange, Functions } from "./interp/ranges/functionRange.ts";
export { Interval, type IntervalRange } from "./interp/ranges/interval.ts";
export { type ListRange, Lists } from "./interp/ranges/listRange.ts";
export { type PairRange, Pairs } from "./interp/ranges/pairRange.ts";
export { type StringRange, Strings } from "./interp/ranges/stringRange.ts";
export { type WordRange, Words } from "./interp/ranges/wordRange.ts";
export { fixpoint, iterate } from "./interp/fixpoint.ts";
export { rangeOf, topOf, withinLimits } from "./interp/rangeOf.ts";

// Distributions over programs.
export {
  type HeadProduction,
  type WeightedGrammar,
  type Weights,
  domainProductions,
  uniformGrammar,
  unigramGrammar,
} from "./dsl/weightedGrammar.ts";
export { selectProductions } from "./dsl/selectProductions.ts";
export {
  type Decision,
  Deriver,
  type Likelihood,
  type Place,
  type Underivable,
  logLikelihood,
} from "./dsl/derivation.ts";
export {
  type CostedProgram,
  type EnumerationLimits,
  countPrograms,
  enumeratePrograms,
} from "./dsl/enumeratePrograms.ts";
export { ProgramSampler, type SampleLimits, sampleProgram } from "./dsl/sampleProgram.ts";
export { type Fit, type FitOptions, type Frontier, fitGrammar } from "./dsl/fitGrammar.ts";
export { type GrammarJson, grammarFromJson, grammarToJson } from "./dsl/grammarJson.ts";

// Tasks and search.
export type { Example, Task } from "./tasks/task.ts";
export { type ReadTasksOptions, type TasksRead, readTasks } from "./tasks/readTasks.ts";
export { printSygusSolution } from "./tasks/sygus/writeSygus.ts";
export { loadDomain } from "./tasks/loadDomain.ts";
export {
  type SolveAllOptions,
  type SolveEvent,
  type TaskReport,
  solveAll,
} from "./search/parallel.ts";
export { WorkerPool } from "./search/workerPool.ts";
export { type Guidance, type TaskGuide, taskGuide } from "./search/guidance.ts";
export { solve } from "./search/solve.ts";
export {
  ALL_TECHNIQUES,
  type Budget,
  DEFAULT_GUIDE_MIX,
  type Guide,
  type SearchSettings,
  type SolveOptions,
  type Strategy,
  type Techniques,
} from "./search/solveOptions.ts";
export type {
  Counts,
  Explanation,
  Solution,
  SolveResult,
  StopReason,
} from "./search/solveResult.ts";

// Library learning.
export {
  type Abstraction,
  type Candidate,
  type CompressOptions,
  type Compression,
  type CompressionStop,
  type Progress,
  compress,
  compressing,
} from "./library/compress.ts";
export {
  type Corpus,
  type KnownAbstraction,
  type ProgramText,
  corpusOf,
} from "./library/corpus.ts";
export type { CostModel } from "./library/costModel.ts";
export { readCorpus } from "./library/readCorpus.ts";
export { PRUNINGS, type Pruning, type SearchCounts } from "./library/searchOptions.ts";
export {
  type TypedLibrary,
  createTypedLibrary,
  findChangedMeaning,
  typeErrors,
} from "./library/typedLibrary.ts";
export { type WriteOptions, dreamcoderJson, libraryJson } from "./library/writeLibrary.ts";
export { type LibraryPageOptions, libraryPage } from "./report/libraryPage.ts";

export { type Result, failure, success } from "./support/result.ts";
export { type Rng, createRng } from "./support/rng.ts";
export { type SourceError, renderSourceError } from "./support/sourceError.ts";
