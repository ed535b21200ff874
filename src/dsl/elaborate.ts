import { nearest } from "../support/nearest.ts";
import type { Definition } from "./definition.ts";
import { type Domain, findPrimitive, typeProblem } from "./domain.ts";
import { MAX_ARGUMENTS, MAX_NESTING } from "./nesting.ts";
import { LEVELS, precedenceOf } from "./operators.ts";
import { checkTypeSyntax, isDatum, literalType, readDatum, readValue } from "./readValue.ts";
import { conditionalOf, listBuildersOf, operatorPrimitive } from "./sugar.ts";
import { Refusal, tooDeep } from "./refusal.ts";
import type { NameSyntax, Span, Syntax } from "./syntax.ts";
import {
  type Term,
  children,
  hole,
  inline,
  lambda,
  literal,
  primitiveReference,
  spine,
  variable,
} from "./term.ts";
import type { Type } from "./type.ts";

/** What gives names their meaning. */
export interface Elaboration {
  /** Absent: every name that no lambda binds is a primitive's. */
  readonly domain: Domain | undefined;
  readonly definitions: ReadonlyMap<string, Definition>;
  /** Names of free variables, innermost first; `collect` adds to them. */
  readonly free: string[];
  readonly collect: boolean;
  readonly patterns: boolean;
  /** Where in the text each term stands, filled in. */
  readonly spans: WeakMap<Term, Span>;
}

/**
 * Turns syntax into a term: names into variables or primitives, operators and sugar into calls.
 * Throws `Refusal`. `defining` is the name being defined, if any: it is not to be used.
 */
export function elaborate(syntax: Syntax, context: Elaboration, defining?: string): Term {
  const term = createElaborator(context, defining)(syntax, undefined);
  checkNesting(term, context.spans);
  return term;
}

const LITERAL: ReadonlySet<Syntax["kind"]> = new Set([
  "number",
  "string",
  "boolean",
  "word",
  "list",
  "tuple",
  "record",
] as const);

interface Scope {
  readonly name: string | undefined;
  readonly outer: Scope | undefined;
}

function createElaborator(
  context: Elaboration,
  defining: string | undefined,
): (syntax: Syntax, scope: Scope | undefined) => Term {
  const { domain, definitions, free, spans } = context;
  // Variables from outside are out of reach inside an inline abstraction; its own scope is new.
  let insideInline = false;
  let beyond: readonly string[] = [];

  const at = <T extends Term>(term: T, { start, end }: Span): T => {
    spans.set(term, { start, end });
    return term;
  };

  const applyTo = (head: Term, args: readonly Term[], start: number): Term =>
    args.reduce<Term>(
      (fn, argument) =>
        at(
          { kind: "application", function: fn, argument },
          { start, end: Math.max(endOf(fn), endOf(argument)) },
        ),
      head,
    );
  const endOf = (term: Term): number => spans.get(term)?.end ?? 0;

  const visit = (syntax: Syntax, scope: Scope | undefined): Term => {
    switch (syntax.kind) {
      case "name":
        return at(resolveName(syntax, scope), syntax);
      case "operator":
        return at(resolveOperator(syntax), syntax);
      case "number":
        return at(resolveNumber(syntax), syntax);
      case "string":
      case "boolean":
      case "word":
      case "record":
        return at(readLiteral(syntax, literalType(syntax)), syntax);
      case "index": {
        const depth = depthOf(scope);
        if (syntax.index >= depth + (insideInline ? 0 : free.length)) {
          throw new Refusal({
            offset: syntax.start,
            message: `\`$${Math.min(syntax.index, 99_999)}\` is bound by no lambda`,
            expected: [indices(depth)],
          });
        }
        return at(variable(syntax.index), syntax);
      }
      case "argument":
        if (!context.patterns) {
          throw new Refusal({
            offset: syntax.start,
            message: `\`#${syntax.index}\` belongs in patterns of abstractions`,
          });
        }
        return at(primitiveReference(`#${syntax.index}`), syntax);
      case "hole":
        return at(hole(), syntax);
      case "apply": {
        if (syntax.arguments.length > MAX_ARGUMENTS) {
          throw tooManyArguments(syntax.start, syntax.arguments.length);
        }
        const head = visit(syntax.head, scope);
        const args = syntax.arguments.map((argument) => visit(argument, scope));
        // With the brackets around it, which `applyTo` does not see.
        return at(applyTo(head, args, syntax.start), syntax);
      }
      case "infix":
        return at(resolveInfix(syntax.operands, syntax.operators, scope), syntax);
      case "lambda": {
        const names: (NameSyntax | undefined)[] =
          syntax.parameters.length === 0 ? [undefined] : [...syntax.parameters];
        const inner = names.reduce<Scope | undefined>(
          (outer, name) => ({ name: name?.name, outer }),
          scope,
        );
        return names.reduceRight<Term>(
          (body, name) => at(lambda(body, name?.name), syntax),
          visit(syntax.body, inner),
        );
      }
      case "let": {
        const value = visit(syntax.value, scope);
        const body = visit(syntax.body, { name: syntax.name.name, outer: scope });
        const fn = at(lambda(body, syntax.name.name), syntax);
        return at({ kind: "application", function: fn, argument: value }, syntax);
      }
      case "if": {
        const head = at(conditional(syntax), { start: syntax.start, end: syntax.start + 2 });
        const { condition, whenTrue, whenFalse } = syntax;
        const args = [condition, whenTrue, whenFalse].map((part) => visit(part, scope));
        return at(applyTo(head, args, syntax.start), syntax);
      }
      case "inline": {
        const outside = { insideInline, beyond };
        beyond = [...namesIn(scope), ...(insideInline ? beyond : free)];
        insideInline = true;
        const body = visit(syntax.body, undefined);
        ({ insideInline, beyond } = outside);
        return at(inline(body), syntax);
      }
      case "list": {
        if (isDatum(syntax)) return at(readLiteral(syntax, literalType(syntax)), syntax);
        const { cons, empty } = listBuilders(syntax);
        const surplus = syntax.items[MAX_NESTING];
        if (surplus !== undefined) throw tooDeep(surplus.start, MAX_NESTING);
        return syntax.items.reduceRight<Term>(
          (rest, item) => {
            const head = at(primitiveReference(cons), { start: item.start, end: item.start });
            return applyTo(head, [visit(item, scope), rest], item.start);
          },
          at(empty, { start: syntax.end - 1, end: syntax.end }),
        );
      }
      case "tuple":
        if (isDatum(syntax)) return at(readLiteral(syntax, literalType(syntax)), syntax);
        throw new Refusal({
          offset: syntax.start,
          message: "a pair in parentheses holds values only, not programs",
        });
      case "ascription": {
        const { subject, type } = syntax;
        if (domain !== undefined) checkTypeSyntax(type, domain);
        if (subject.kind === "hole") return at(hole(type.type), syntax);
        if (!LITERAL.has(subject.kind) && !(subject.kind === "name" && subject.name === "null")) {
          throw new Refusal({
            offset: subject.start,
            message: "only a literal or a hole may be given a type",
          });
        }
        return at(readLiteral(subject, type.type), syntax);
      }
    }
  };

  const readLiteral = (syntax: Syntax, type: Type): Term => {
    if (domain === undefined) return literal(readDatum(syntax), type);
    const problem = typeProblem(type, domain.types);
    if (problem !== undefined) {
      throw new Refusal({
        offset: syntax.start,
        message: `domain "${domain.name}" has no type \`${problem.name}\`, which this literal is of`,
      });
    }
    return literal(readValue(syntax, type, domain), type);
  };

  const resolveNumber = (syntax: Syntax & { kind: "number" }): Term => {
    const { text } = syntax;
    if (domain === undefined) {
      // Other tools have numbers of other kinds; only what prints the same is taken for an integer.
      const value = Number(text);
      const same = Number.isSafeInteger(value) && String(value) === text;
      return same ? readLiteral(syntax, literalType(syntax)) : primitiveReference(text);
    }
    const primitive = findPrimitive(domain, text);
    if (primitive !== undefined) return primitiveReference(primitive.name);
    return readLiteral(syntax, literalType(syntax));
  };

  const resolveName = (syntax: NameSyntax, scope: Scope | undefined): Term => {
    const { name } = syntax;
    let depth = 0;
    for (let s = scope; s !== undefined; s = s.outer, depth++) {
      if (s.name === name) return variable(depth);
    }
    if (!insideInline) {
      const index = free.indexOf(name);
      if (index !== -1) return variable(depth + index);
    }
    if (definitions.has(name)) return primitiveReference(name);
    if (domain === undefined) return primitiveReference(name);
    const primitive = findPrimitive(domain, name);
    if (primitive !== undefined) return primitiveReference(primitive.name);
    if (context.collect && !insideInline && /^[a-z_]/.test(name)) {
      free.push(name);
      return variable(depth + free.length - 1);
    }
    if (name === defining) {
      throw new Refusal({
        offset: syntax.start,
        message: `\`${name}\` is used in its own definition; a definition cannot be recursive`,
      });
    }
    if (beyond.includes(name)) {
      throw new Refusal({
        offset: syntax.start,
        message: `\`${name}\` is bound outside the inline abstraction, which must be closed`,
      });
    }
    throw unknown(syntax, [...namesIn(scope), ...free], domain, definitions);
  };

  const resolveOperator = ({ name, start }: NameSyntax): Term => {
    if (domain === undefined) return primitiveReference(name);
    const primitive = operatorPrimitive(domain, name);
    if (primitive !== undefined) return primitiveReference(primitive.name);
    const operators = [...domain.primitives.values()]
      .flatMap((p) => [p.name, p.infix])
      .filter((text) => text !== undefined && /^[^\w]+$/.test(text));
    const suggestion = nearest(name, operators as string[]);
    throw new Refusal({
      offset: start,
      message: `unknown operator \`${name}\` in domain "${domain.name}"`,
      ...(operators.length === 0
        ? {}
        : { expected: [`one of ${[...new Set(operators)].join(" ")}`] }),
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  };

  /** Groups operands by precedence: Dijkstra's two stacks, so that long chains need no recursion. */
  const resolveInfix = (
    operands: readonly Syntax[],
    operators: readonly NameSyntax[],
    scope: Scope | undefined,
  ): Term => {
    // Operators of one level nest to one side, so that this many nest too deeply in any case.
    const surplus = operators[LEVELS * MAX_NESTING];
    if (surplus !== undefined) throw tooDeep(surplus.start, MAX_NESTING);
    const terms: Term[] = [visit(operands[0] as Syntax, scope)];
    const waiting: NameSyntax[] = [];
    const reduce = (): void => {
      const operator = waiting.pop() as NameSyntax;
      const right = terms.pop() as Term;
      const left = terms.pop() as Term;
      const head = at(resolveOperator(operator), operator);
      terms.push(applyTo(head, [left, right], spans.get(left)?.start ?? operator.start));
    };
    operators.forEach((operator, index) => {
      const own = precedenceOf(operator.name);
      for (let top = waiting.at(-1); top !== undefined; top = waiting.at(-1)) {
        const other = precedenceOf(top.name);
        if (other.level < own.level) break;
        if (other.level === own.level) {
          if (own.associates === "right" && other.associates === "right") break;
          if (own.associates !== "left" || other.associates !== "left") {
            throw new Refusal({
              offset: operator.start,
              message: `\`${top.name}\` and \`${operator.name}\` side by side need parentheses`,
            });
          }
        }
        reduce();
      }
      waiting.push(operator);
      terms.push(visit(operands[index + 1] as Syntax, scope));
    });
    while (waiting.length > 0) reduce();
    return terms[0] as Term;
  };

  const conditional = (syntax: Span): Term => {
    if (domain === undefined) return primitiveReference("if");
    const primitive = conditionalOf(domain);
    if (primitive !== undefined) return primitiveReference(primitive.name);
    throw new Refusal({
      offset: syntax.start,
      message: `domain "${domain.name}" has no conditional`,
    });
  };

  const listBuilders = (syntax: Span): { cons: string; empty: Term } => {
    const builders = domain === undefined ? undefined : listBuildersOf(domain);
    if (builders !== undefined) return builders;
    throw new Refusal({
      offset: syntax.start,
      message:
        domain === undefined
          ? "a list of programs needs a domain to build it"
          : `domain "${domain.name}" has no primitive that builds lists, so this one may hold literals only`,
    });
  };

  return visit;
}

const tooManyArguments = (offset: number, count: number): Refusal =>
  new Refusal({
    offset,
    message: `${count} arguments are too many: at most ${MAX_ARGUMENTS} are read`,
  });

const indices = (depth: number): string =>
  depth === 0 ? "a variable within a lambda" : depth === 1 ? "`$0`" : `\`$0\` to \`$${depth - 1}\``;

const depthOf = (scope: Scope | undefined): number => {
  let depth = 0;
  for (let s = scope; s !== undefined; s = s.outer) depth++;
  return depth;
};

function namesIn(scope: Scope | undefined): string[] {
  const names: string[] = [];
  for (let s = scope; s !== undefined; s = s.outer) if (s.name !== undefined) names.push(s.name);
  return names;
}

function unknown(
  { name, start }: NameSyntax,
  local: readonly string[],
  domain: Domain,
  definitions: ReadonlyMap<string, Definition>,
): Refusal {
  const primitives = [...domain.primitives.values()].flatMap((p) => [p.name, ...p.aliases]);
  const known = [...local, ...definitions.keys(), ...primitives];
  // `x-1` is one name: what was meant needs spaces.
  const dash = name.indexOf("-");
  const spaced =
    dash > 0 && (known.includes(name.slice(0, dash)) || known.includes(name.slice(dash + 1)))
      ? `${name.slice(0, dash)} - ${name.slice(dash + 1)}`
      : undefined;
  const suggestion = spaced ?? nearest(name, known);
  return new Refusal({
    offset: start,
    message: `unknown name \`${name}\` in domain "${domain.name}"`,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}

function checkNesting(term: Term, spans: WeakMap<Term, Span>): void {
  const startOf = (culprit: Term): number => spans.get(culprit)?.start ?? 0;
  const stack: { term: Term; depth: number }[] = [{ term, depth: 0 }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { depth } = next;
    if (depth > MAX_NESTING) throw tooDeep(startOf(next.term), MAX_NESTING);
    if (next.term.kind === "application") {
      // Arguments are siblings, however long their spine.
      const { head, arguments: args } = spine(next.term);
      if (args.length > MAX_ARGUMENTS) {
        throw tooManyArguments(startOf(next.term), args.length);
      }
      stack.push({ term: head, depth: depth + 1 });
      for (const argument of args) stack.push({ term: argument, depth: depth + 1 });
    } else {
      for (const child of children(next.term)) stack.push({ term: child, depth: depth + 1 });
    }
  }
}
