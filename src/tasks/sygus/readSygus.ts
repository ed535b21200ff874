import { type Result, failure, success } from "../../support/result.ts";
import { locate } from "../../support/sourceError.ts";
import { type Definition, withDefinitions } from "../../dsl/definition.ts";
import type { Domain } from "../../dsl/domain.ts";
import type { TermGrammar } from "../../dsl/grammar.ts";
import { type Term, abstract, children } from "../../dsl/term.ts";
import { type Type, functionType } from "../../dsl/type.ts";
import { type PlacedError, toSourceError } from "../placedError.ts";
import type { Example, Task } from "../task.ts";
import type { ReadContext, TaskFileContents, TaskText } from "../taskFile.ts";
import { proposeConstants } from "../proposeConstants.ts";
import { taskNameOf } from "../taskName.ts";
import { type SExpression, readSExpressions } from "./sExpression.ts";
import {
  type Command,
  type Commands,
  domainFor,
  notByExample,
  readCommands,
} from "./sygusCommands.ts";
import { readConstraint } from "./sygusConstraint.ts";
import { readSygusGrammar } from "./sygusGrammar.ts";
import { type SortNames, readSort } from "./sygusSort.ts";
import { readSignature } from "./sygusSignature.ts";
import { readSygusTerm } from "./sygusTerm.ts";

/**
 * Reads a programming-by-example problem of SyGuS-IF 1 or 2 (Padhi et al. 2019, "The SyGuS Language
 * Standard Version 2.0"; Raghothaman and Udupa 2014 for version 1): one task. The domain is `bits`
 * when the file speaks of bit-vectors, else `text`; a grammar in the file becomes the task's, and
 * `define-fun` its definitions.
 */
export async function readSygus(source: TaskText, context: ReadContext): Promise<TaskFileContents> {
  const fail = (error: PlacedError): TaskFileContents => ({
    tasks: [],
    errors: [toSourceError(error, source.file, source.text)],
  });
  const expressions = readSExpressions(source.text);
  if (!expressions.ok) return fail(expressions.error);
  const commands = readCommands(expressions.value);
  if (!commands.ok) return fail(commands.error);
  const domain = await context.loadDomain(domainFor(commands.value));
  if (!domain.ok) return { tasks: [], errors: [domain.error] };
  const problem = readProblem(commands.value, domain.value.domain);
  if (!problem.ok) return fail(problem.error);
  const { start, ...rest } = problem.value;
  const task: Task = {
    name: taskNameOf(source.file),
    file: source.file,
    line: locate(source.text, start).line,
    domain: domain.value.spec,
    holdout: [],
    ...rest,
  };
  return { tasks: [task], errors: [] };
}

interface Problem extends Pick<
  Task,
  "request" | "parameters" | "examples" | "definitions" | "functionName"
> {
  readonly grammar?: TermGrammar;
  /** Offset of the function that is asked for. */
  readonly start: number;
}

function readProblem({ all }: Commands, base: Domain): Result<Problem, PlacedError> {
  const sorts = new Map<string, Type>();
  const definitions: Definition[] = [];
  const universal = new Set<string>();
  const constraints: SExpression[] = [];
  let domain = base;
  let synth: { command: Command; domain: Domain } | undefined;
  for (const command of all) {
    const { list, arguments: args } = command;
    switch (command.name) {
      case "define-sort": {
        const [name, parameters, sort] = args;
        if (name?.kind !== "symbol" || parameters?.kind !== "list" || sort === undefined) {
          return failure({ offset: list.start, message: "`define-sort` takes a name and a sort" });
        }
        const type = readSort(sort, sorts);
        if (!type.ok) return type;
        sorts.set(name.text, type.value);
        break;
      }
      case "define-fun": {
        const read = readDefinition(command, definitions, domain, sorts);
        if (!read.ok) return read;
        definitions.push(read.value);
        domain = withDefinitions(domain, [read.value]);
        break;
      }
      case "declare-var": {
        const name = args[0];
        if (name?.kind === "symbol") universal.add(name.text);
        break;
      }
      case "synth-fun":
        if (synth !== undefined) {
          return failure(notByExample(list.start, "it asks for several functions"));
        }
        // Definitions that follow are not in scope of its grammar.
        synth = { command, domain };
        break;
      case "constraint":
        if (args[0] === undefined || args.length > 1) {
          return failure({ offset: list.start, message: "`constraint` takes one term" });
        }
        constraints.push(args[0]);
        break;
    }
  }
  if (synth === undefined) {
    return failure({ message: "not a programming-by-example problem: it has no `synth-fun`" });
  }
  const signature = readSignature(synth.command, synth.domain, sorts);
  if (!signature.ok) return signature;
  const { name, parameters, parameterTypes, result, rest } = signature.value;
  const examples: Example[] = [];
  for (const constraint of constraints) {
    const added = readConstraint(
      constraint,
      { ...signature.value, domain: base, universal },
      examples,
    );
    if (!added.ok) return added;
  }
  let grammar: TermGrammar | undefined;
  if (rest.length > 0) {
    const read = readSygusGrammar(rest, {
      scope: {
        domain: synth.domain,
        variables: parameters,
        variableTypes: parameterTypes,
      },
      sorts,
      result,
      constants: (type) => proposeConstants(type, base, examples),
    });
    if (!read.ok) return read;
    grammar = read.value;
  }
  return success({
    request: functionType(parameterTypes, result),
    parameters,
    examples,
    definitions,
    functionName: name,
    ...(grammar === undefined ? {} : { grammar }),
    start: synth.command.list.start,
  });
}

function readDefinition(
  command: Command,
  earlier: readonly Definition[],
  domain: Domain,
  sorts: SortNames,
): Result<Definition, PlacedError> {
  const signature = readSignature(command, domain, sorts);
  if (!signature.ok) return signature;
  const { name, parameters, parameterTypes, result, rest } = signature.value;
  const [body] = rest;
  const offset = command.list.start;
  if (body === undefined || rest.length > 1) {
    return failure({ offset, message: `the definition of "${name}" needs one body` });
  }
  if (earlier.some((definition) => definition.name === name)) {
    return failure({ offset, message: `"${name}" is defined already` });
  }
  const read = readSygusTerm(body, result, {
    domain,
    variables: parameters,
    variableTypes: parameterTypes,
  });
  if (!read.ok) return read;
  const term = abstract(parameters.length, read.value.template);
  // The definition takes the place of a primitive of its name, so nothing before it may mean that.
  if ([term, ...earlier.map((definition) => definition.body)].some((t) => mentions(t, name))) {
    return failure({
      offset,
      message: `"${name}" is a primitive of domain "${domain.name}" and used before this definition`,
    });
  }
  return success({ name, type: functionType(parameterTypes, result), body: term });
}

const mentions = (term: Term, name: string): boolean =>
  term.kind === "primitive" ? term.name === name : children(term).some((t) => mentions(t, name));
