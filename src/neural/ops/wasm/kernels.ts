/**
 * Exports of the kernels' module, `source/kernels.as.ts`. A pointer is a byte offset into the memory that
 * it shares with the backend; 0 stands for an optional operand that is not given.
 */
export interface Kernels {
  gemm(
    m: number,
    n: number,
    k: number,
    a: number,
    aRow: number,
    aColumn: number,
    b: number,
    bRow: number,
    bColumn: number,
    c: number,
    cRow: number,
    alpha: number,
    bias: number,
    relu: number,
    scratch: number,
  ): void;
  gemmScratchBytes(n: number): number;
  columnSum(x: number, y: number, m: number, n: number): void;
  reluGradient(y: number, dy: number, dz: number, n: number): void;
  attention(
    batch: number,
    heads: number,
    queries: number,
    keys: number,
    size: number,
    q: number,
    qRow: number,
    k: number,
    v: number,
    kvRow: number,
    out: number,
    outRow: number,
    weights: number,
    scale: number,
    causal: number,
    keyLengths: number,
    bias: number,
    biasBatch: number,
    biasHeads: number,
    scratch: number,
  ): void;
  attentionGradient(
    batch: number,
    heads: number,
    queries: number,
    keys: number,
    size: number,
    q: number,
    qRow: number,
    k: number,
    v: number,
    kvRow: number,
    dOut: number,
    outRow: number,
    weights: number,
    scale: number,
    dq: number,
    dk: number,
    dv: number,
    dBias: number,
    biasBatch: number,
    biasHeads: number,
    scores: number,
    scratch: number,
  ): void;
  layerNorm(
    x: number,
    gain: number,
    bias: number,
    y: number,
    moments: number,
    m: number,
    n: number,
    epsilon: number,
  ): void;
  layerNormGradient(
    x: number,
    gain: number,
    dy: number,
    moments: number,
    dx: number,
    dGain: number,
    dBias: number,
    m: number,
    n: number,
  ): void;
  crossEntropy(
    logits: number,
    labels: number,
    weights: number,
    mask: number,
    probabilities: number,
    loss: number,
    weightSum: number,
    m: number,
    n: number,
  ): void;
  crossEntropyGradient(
    probabilities: number,
    labels: number,
    weights: number,
    weightSum: number,
    dLoss: number,
    dLogits: number,
    m: number,
    n: number,
  ): void;
  lookup(table: number, ids: number, y: number, m: number, n: number): void;
  lookupGradient(dy: number, ids: number, dTable: number, rows: number, m: number, n: number): void;
  adam(
    p: number,
    g: number,
    m: number,
    v: number,
    pOut: number,
    mOut: number,
    vOut: number,
    n: number,
    beta1: number,
    beta2: number,
    rate: number,
    secondCorrection: number,
    epsilon: number,
    keep: number,
    scale: number,
  ): void;
  sumOfSquares(x: number, n: number): number;
}

/** Every export, for the check that the module is the one described here. */
export const KERNEL_NAMES = [
  "gemm",
  "gemmScratchBytes",
  "columnSum",
  "reluGradient",
  "attention",
  "attentionGradient",
  "layerNorm",
  "layerNormGradient",
  "crossEntropy",
  "crossEntropyGradient",
  "lookup",
  "lookupGradient",
  "adam",
  "sumOfSquares",
] as const satisfies readonly (keyof Kernels)[];
