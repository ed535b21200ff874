/**
 * Library learning as its definition says it, on plain trees and without any cleverness: every
 * abstraction is tried by rewriting all programs with it. The twin that `src/library` is tested against.
 */
export type Tree =
  | { readonly k: "lam"; readonly body: Tree }
  | { readonly k: "app"; readonly f: Tree; readonly x: Tree }
  | { readonly k: "var"; readonly i: number }
  | { readonly k: "prim"; readonly name: string }
  /** An argument of an abstraction. */
  | { readonly k: "arg"; readonly i: number }
  /** A variable that is bound in the body and has been moved out of it. */
  | { readonly k: "captured"; readonly i: number };

export interface SlowCosts {
  readonly lambda: number;
  readonly application: number;
  readonly variable: number;
  readonly primitive: number;
}

export const show = (t: Tree): string => {
  switch (t.k) {
    case "lam":
      return `(lam ${show(t.body)})`;
    case "app": {
      const f = show(t.f);
      return t.f.k === "app" ? `${f.slice(0, -1)} ${show(t.x)})` : `(${f} ${show(t.x)})`;
    }
    case "var":
      return `$${t.i}`;
    case "prim":
      return t.name;
    case "arg":
      return `#${t.i}`;
    case "captured":
      return `&${t.i}`;
  }
};

export const costOf = (t: Tree, costs: SlowCosts): number => {
  switch (t.k) {
    case "lam":
      return costs.lambda + costOf(t.body, costs);
    case "app":
      return costs.application + costOf(t.f, costs) + costOf(t.x, costs);
    case "arg":
      return 0;
    case "prim":
      return costs.primitive;
    default:
      return costs.variable;
  }
};

/** The tree moved out of `by` lambdas, of which `inner` more are in the tree itself. */
function moveOut(t: Tree, by: number, inner = 0): Tree {
  switch (t.k) {
    case "lam":
      return { k: "lam", body: moveOut(t.body, by, inner + 1) };
    case "app":
      return { k: "app", f: moveOut(t.f, by, inner), x: moveOut(t.x, by, inner) };
    case "var":
      if (t.i < inner) return t;
      return t.i - inner < by
        ? { k: "captured", i: by - 1 - (t.i - inner) }
        : { k: "var", i: t.i - by };
    default:
      return t;
  }
}

const has = (t: Tree, test: (leaf: Tree, depth: number) => boolean, depth = 0): boolean =>
  t.k === "lam"
    ? has(t.body, test, depth + 1)
    : t.k === "app"
      ? has(t.f, test, depth) || has(t.x, test, depth)
      : test(t, depth);

const captures = (t: Tree): boolean => has(t, (leaf) => leaf.k === "captured");
export const isClosed = (t: Tree): boolean =>
  !has(t, (leaf, depth) => leaf.k === "captured" || (leaf.k === "var" && leaf.i >= depth));

/** What the arguments must be for the body to be the tree; undefined: it is another tree. */
function match(
  body: Tree,
  t: Tree,
  args: (Tree | undefined)[] = [],
  depth = 0,
): (Tree | undefined)[] | undefined {
  if (body.k === "arg") {
    const moved = moveOut(t, depth);
    const known = args[body.i];
    if (known !== undefined && show(known) !== show(moved)) return undefined;
    args[body.i] = moved;
    return args;
  }
  if (body.k === "lam") {
    return t.k === "lam" ? match(body.body, t.body, args, depth + 1) : undefined;
  }
  if (body.k === "app") {
    if (t.k !== "app" || match(body.f, t.f, args, depth) === undefined) return undefined;
    return match(body.x, t.x, args, depth);
  }
  return show(body) === show(t) ? args : undefined;
}

/** The cheapest tree that calls the abstraction `f` or not, wherever its body matches. */
export function rewriteSlowly(t: Tree, body: Tree, costs: SlowCosts): Tree {
  const ways: Tree[] = [];
  if (t.k === "lam") ways.push({ k: "lam", body: rewriteSlowly(t.body, body, costs) });
  else if (t.k === "app") {
    ways.push({
      k: "app",
      f: rewriteSlowly(t.f, body, costs),
      x: rewriteSlowly(t.x, body, costs),
    });
  } else ways.push(t);
  const args = match(body, t) as Tree[] | undefined;
  if (args !== undefined && !args.some(captures)) {
    ways.push(
      args.reduce<Tree>((f, x) => ({ k: "app", f, x: rewriteSlowly(x, body, costs) }), {
        k: "prim",
        name: "f",
      }),
    );
  }
  return ways.reduce((a, b) => (costOf(b, costs) < costOf(a, costs) ? b : a));
}

const subtrees = (t: Tree): Tree[] =>
  t.k === "lam"
    ? [t, ...subtrees(t.body)]
    : t.k === "app"
      ? [t, ...subtrees(t.f), ...subtrees(t.x)]
      : [t];

/** Every body of at most so many arguments that matches a tree, arguments numbered left to right. */
function bodies(t: Tree, maxArity: number): Tree[] {
  const found: Tree[] = [];
  const fill = (
    part: Tree,
    depth: number,
    args: readonly Tree[],
    then: (body: Tree, args: readonly Tree[]) => void,
  ): void => {
    if (part !== t) {
      const moved = moveOut(part, depth);
      args.forEach((arg, i) => {
        if (show(arg) === show(moved)) then({ k: "arg", i }, args);
      });
      if (args.length < maxArity) then({ k: "arg", i: args.length }, [...args, moved]);
    }
    if (part.k === "lam") {
      fill(part.body, depth + 1, args, (body, more) => then({ k: "lam", body }, more));
    } else if (part.k === "app") {
      fill(part.f, depth, args, (f, more) => {
        fill(part.x, depth, more, (x, most) => then({ k: "app", f, x }, most));
      });
    } else if (part.k !== "var" || part.i < depth) then(part, args);
  };
  fill(t, 0, [], (body) => found.push(body));
  return found;
}

export interface SlowOptions {
  readonly maxArity: number;
  readonly costs: SlowCosts;
  readonly taskOf: readonly number[];
  readonly allowSingleTask?: boolean;
  readonly constantArguments?: boolean;
}

/** The greatest utility of any abstraction, 0 when none has a positive one, and the bodies that have it. */
export function bestSlowly(
  programs: readonly Tree[],
  options: SlowOptions,
): { utility: number; bodies: readonly string[] } {
  const { maxArity, costs, taskOf } = options;
  const total = (trees: readonly Tree[]): number => {
    const least = new Map<number, number>();
    trees.forEach((tree, index) => {
      const task = taskOf[index] as number;
      least.set(task, Math.min(least.get(task) ?? Infinity, costOf(tree, costs)));
    });
    return [...least.values()].reduce((sum, cost) => sum + cost, 0);
  };
  const before = total(programs);
  const all = new Map<string, Tree>();
  for (const program of programs) {
    for (const part of subtrees(program)) {
      for (const body of bodies(part, maxArity)) all.set(show(body), body);
    }
  }
  let utility = 0;
  let best: string[] = [];
  for (const [text, body] of all) {
    const matches = programs.flatMap((program, index) =>
      subtrees(program).flatMap((part) => {
        const args = match(body, part) as Tree[] | undefined;
        return args === undefined ? [] : [{ args, task: taskOf[index] as number }];
      }),
    );
    if (options.allowSingleTask !== true && new Set(matches.map(({ task }) => task)).size < 2) {
      continue;
    }
    const first = matches[0]?.args ?? [];
    const isConstant = first.some(
      (arg, i) => isClosed(arg) && matches.every(({ args }) => show(args[i] as Tree) === show(arg)),
    );
    if (isConstant && options.constantArguments !== true) continue;
    const saved = before - total(programs.map((program) => rewriteSlowly(program, body, costs)));
    const own = saved - costOf(body, costs);
    if (own <= 0 || own < utility) continue;
    if (own > utility) best = [];
    utility = own;
    best.push(text);
  }
  return { utility, bodies: best };
}
