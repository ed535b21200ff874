/** The module of a domain with few behaviours, so that dreaming is quickly done. */
export const SMALL_MODULE = `
import { INT_TYPE, LIST_TYPE, domain, primitive } from "synth";
const on = (name, type, evaluate) =>
  primitive({ name, type, doc: name, examples: [], evaluate, range: "top" });
export const small = domain({ name: "mine", doc: "A small language.", types: [INT_TYPE, LIST_TYPE],
  primitives: [
    on("last", "list int -> int", (xs) => xs.at(-1)),
    on("turned", "list int -> list int", (xs) => [...xs].reverse()),
    on("sorted", "list int -> list int", (xs) => [...xs].sort((a, b) => a - b)),
    on("less", "int -> int -> int", (x, y) => Math.min(x, y)),
  ],
  limits: { integer: { min: -1000, max: 1000 }, listLength: 40 } });
`;
