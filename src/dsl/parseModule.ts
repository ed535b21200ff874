import { counted } from "../support/counted.ts";
import { type Result, failure, success } from "../support/result.ts";
import { type SourceError, sourceError } from "../support/sourceError.ts";
import { type Definition, withDefinitions } from "./definition.ts";
import { type Domain, findPrimitive } from "./domain.ts";
import { elaborate } from "./elaborate.ts";
import { infer } from "./infer.ts";
import { parseModuleSyntax } from "./parser.ts";
import { toSourceError } from "./parseTerm.ts";
import { checkTypeSyntax, readValue } from "./readValue.ts";
import { Refusal, reading } from "./refusal.ts";
import type {
  DefinitionSyntax,
  ExampleSyntax,
  ModuleSyntax,
  NameSyntax,
  Span,
  TaskSyntax,
} from "./syntax.ts";
import type { Term } from "./term.ts";
import { type Type, isArrow, printType, splitFunctionType } from "./type.ts";

/** A `.synth` file with its names and values read. */
export interface Module {
  readonly file: string;
  readonly definitions: readonly Definition[];
  readonly tasks: readonly ModuleTask[];
}

export interface ModuleTask {
  readonly name: string;
  /** Line of the file, from 1. */
  readonly line: number;
  readonly request: Type;
  readonly examples: readonly ModuleExample[];
  readonly holdout: readonly ModuleExample[];
  /** Names for the parameters, outermost first, when the task gives them. */
  readonly parameters?: readonly string[];
}

export interface ModuleExample {
  readonly inputs: readonly unknown[];
  readonly output: unknown;
}

/**
 * Reads the syntax of a `.synth` file. It needs no domain, so that the domain which the file names
 * can be loaded before `resolveModule`.
 */
export function parseModule(
  text: string,
  { file = "<text>" }: { readonly file?: string } = {},
): Result<ModuleSyntax, SourceError> {
  const parsed = parseModuleSyntax(text, { file });
  return parsed.ok ? success({ ...parsed.value, file, text }) : parsed;
}

/** An error about the domain that a file names, or does not name, placed there. */
export function domainError(
  module: ModuleSyntax,
  error: Pick<SourceError, "message" | "found" | "expected" | "suggestion">,
): SourceError {
  return sourceError(module.text, module.file, module.domain?.start ?? 0, error);
}

/**
 * Gives the names and values of a file their meaning in a domain. The first thing that is wrong is the
 * error: an unknown name, a definition without a type, a value that is not of its type.
 */
export function resolveModule(module: ModuleSyntax, domain: Domain): Result<Module, SourceError> {
  const definitions: Definition[] = [];
  const tasks: ModuleTask[] = [];
  const taskNames = new Set<string>();
  for (const declaration of module.declarations) {
    if (declaration.kind === "definition") {
      const definition = resolveDefinition(declaration, module, domain, definitions);
      if (!definition.ok) return definition;
      definitions.push(definition.value);
    } else {
      const task = reading(module.text, module.file, () => {
        const { name, start } = declaration.name;
        if (taskNames.has(name)) {
          throw new Refusal({ offset: start, message: `two tasks are called "${name}"` });
        }
        taskNames.add(name);
        return resolveTask(declaration, module, domain);
      });
      if (!task.ok) return task;
      tasks.push(task.value);
    }
  }
  return success({ file: module.file, definitions, tasks });
}

function resolveDefinition(
  { name, type, body }: DefinitionSyntax,
  { text, file }: ModuleSyntax,
  domain: Domain,
  earlier: readonly Definition[],
): Result<Definition, SourceError> {
  const spans = new WeakMap<Term, Span>();
  const definitions = new Map(earlier.map((d) => [d.name, d]));
  const read = reading(text, file, () => {
    checkNewName(name, domain, definitions);
    if (type !== undefined) checkTypeSyntax(type, domain);
    const context = { domain, definitions, free: [], collect: false, patterns: false, spans };
    return elaborate(body, context, name.name);
  });
  if (!read.ok) return read;
  const inferred = infer(
    read.value,
    withDefinitions(domain, earlier),
    type === undefined ? {} : { expected: type.type },
  );
  if (!inferred.ok) return failure(toSourceError(inferred.error, { spans, text, file }));
  const [hole] = inferred.value.holes;
  if (hole !== undefined) {
    return failure(
      sourceError(text, file, spans.get(hole.hole)?.start ?? body.start, {
        message: "a definition has no holes",
      }),
    );
  }
  return success({ name: name.name, type: type?.type ?? inferred.value.type, body: read.value });
}

function checkNewName(
  { name, start }: NameSyntax,
  domain: Domain,
  earlier: ReadonlyMap<string, Definition>,
): void {
  if (earlier.has(name)) {
    throw new Refusal({ offset: start, message: `\`${name}\` is defined twice` });
  }
  if (findPrimitive(domain, name) !== undefined) {
    throw new Refusal({
      offset: start,
      message: `\`${name}\` is already a primitive of domain "${domain.name}"`,
    });
  }
}

function resolveTask(task: TaskSyntax, { text, file }: ModuleSyntax, domain: Domain): ModuleTask {
  checkTypeSyntax(task.request, domain);
  const request = task.request.type;
  const { parameters, result } = splitFunctionType(request);
  const functional = parameters.find(isArrow);
  if (functional !== undefined) {
    throw new Refusal({
      offset: task.request.start,
      message: `examples cannot give a function: the parameter of type \`${printType(functional)}\``,
    });
  }
  checkParameterNames(task.parameters, parameters.length);
  const read = (example: ExampleSyntax): ModuleExample => {
    checkInputCount(example, parameters, request);
    return {
      inputs: example.inputs.map((input, i) => readValue(input, parameters[i] as Type, domain)),
      output: readValue(example.output, result, domain),
    };
  };
  const names = task.parameters.map(({ name }) => name);
  return {
    name: task.name.name,
    line: sourceError(text, file, task.name.start, { message: "" }).line ?? 1,
    request,
    examples: task.examples.filter(({ holdout }) => !holdout).map(read),
    holdout: task.examples.filter(({ holdout }) => holdout).map(read),
    ...(names.length === 0 ? {} : { parameters: names }),
  };
}

function checkInputCount(example: ExampleSyntax, parameters: readonly Type[], request: Type): void {
  const count = example.inputs.length;
  if (count === parameters.length) return;
  const surplus = example.inputs[parameters.length];
  throw new Refusal({
    offset: surplus?.start ?? example.start,
    message: `the example's inputs do not fit the task's type \`${printType(request)}\``,
    found: inWords(count),
    expected: [inWords(parameters.length)],
  });
}

const inWords = (inputs: number): string =>
  inputs === 0 ? "no input: `=> output`" : counted(inputs, "input");

function checkParameterNames(names: readonly NameSyntax[], arity: number): void {
  const [first] = names;
  if (first === undefined) return;
  if (names.length !== arity) {
    throw new Refusal({
      offset: (names[arity] ?? first).start,
      message: "a task names all of its parameters or none",
      found: `${names.length} names`,
      expected: [`${arity}`],
    });
  }
  const seen = new Set<string>();
  for (const { name, start } of names) {
    if (seen.has(name)) {
      throw new Refusal({ offset: start, message: `two parameters are called \`${name}\`` });
    }
    seen.add(name);
  }
}
