// The module's exports. `npm run kernels` compiles it into ../kernelBinary.ts.

export { gemm, gemmScratchBytes } from "./gemm.as";
export { columnSum, reluGradient } from "./linear.as";
export { attention, attentionGradient } from "./attention.as";
export { layerNorm, layerNormGradient } from "./layerNorm.as";
export { crossEntropy, crossEntropyGradient } from "./crossEntropy.as";
export { lookup, lookupGradient } from "./lookup.as";
export { adam, sumOfSquares } from "./adam.as";
