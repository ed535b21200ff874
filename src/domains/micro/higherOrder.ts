import { CONDITIONAL } from "../conditional.ts";
import { FILTER, MAP, ZIP_WITH } from "../integerLists.ts";
import { equation } from "../../dsl/law.ts";
import { primitive } from "../../dsl/primitive.ts";

export const map = primitive({
  name: "map",
  doc: "The list of what a function gives for each element.",
  examples: [
    ["(map inc [1, 2, 3])", "[2, 3, 4]"],
    ["map (\\x -> x + 3) [1, 2]", "[4, 5]"],
  ],
  laws: [
    equation("(map (\\x -> x) xs)", "xs"),
    equation("(map f (map g xs))", "(map (\\x -> f (g x)) xs)"),
    equation("(map f (rev xs))", "(rev (map f xs))"),
  ],
  ...MAP,
});

export const filter = primitive({
  name: "filter",
  doc: "The elements of a list for which a predicate holds.",
  examples: [
    ["(filter even? [1, 2, 3, 4])", "[2, 4]"],
    ["filter (\\x -> x > 2) [1, 2, 3]", "[3]"],
  ],
  laws: [
    equation("(filter p (filter p xs))", "(filter p xs)"),
    equation("(filter p (filter q xs))", "(filter q (filter p xs))"),
    equation("(filter p (rev xs))", "(rev (filter p xs))"),
    equation("(filter p (sort xs))", "(sort (filter p xs))"),
  ],
  ...FILTER,
});

export const zipWith = primitive({
  name: "zip-with",
  doc: "What a function gives for the elements of two lists at the same position, as far as the shorter goes.",
  examples: [
    ["(zip-with add [1, 2, 3] [10, 20])", "[11, 22]"],
    ["zip-with (\\x y -> x - y) [5, 6] [1, 2]", "[4, 4]"],
  ],
  laws: [
    equation("(zip-with f xs xs)", "(map (\\x -> f x x) xs)"),
    equation("(zip-with add xs ys)", "(zip-with add ys xs)"),
  ],
  ...ZIP_WITH,
});

export const conditional = primitive({
  name: "if",
  type: "bool -> a -> a -> a",
  doc: "The second argument when the first is true, else the third; only that one is evaluated.",
  examples: [
    ["(if (gt 2 1) 5 6)", "5"],
    ["if (1 > 2) (head []) 6", "6"],
  ],
  laws: [
    equation("(if c x x)", "x"),
    equation("(if true x y)", "x"),
    equation("(if false x y)", "y"),
  ],
  ...CONDITIONAL,
});
