import type { Domain } from "../../dsl/domain.ts";
import { parseTerm, parseTypedTerm } from "../../dsl/parseTerm.ts";
import { parseValue } from "../../dsl/parseValue.ts";
import type { Primitive, PrimitiveExample } from "../../dsl/primitive.ts";
import { spine } from "../../dsl/term.ts";
import { BOOL, type Type, functionType, printType, typeVariable } from "../../dsl/type.ts";
import { testerOf } from "../../dsl/typed.ts";
import { createSubstitution } from "../../dsl/unify.ts";
import { renderSourceError } from "../../support/sourceError.ts";
import { abstractEvaluate } from "../abstractEvaluate.ts";
import { evaluate } from "../evaluate.ts";
import { contains, printRange } from "../ranges/lattice.ts";
import { copyValue, equalValues } from "../value.ts";
import { type Call, type Subject, callText, isTooLarge, show, subjectOf, valueOf } from "./call.ts";
import { halvesProperties } from "./checkHalves.ts";
import { inverseProperties } from "./checkInverse.ts";
import { lawProperties } from "./checkLaw.ts";
import { transformerProperties } from "./checkTransformers.ts";
import { type Property, VACUOUS, type Verdict, forAll, forEach } from "./property.ts";
import type { Drawn } from "./sort.ts";

/** All that must be true of a primitive, whatever it computes. */
export function primitiveProperties(primitive: Primitive, domain: Domain): readonly Property[] {
  const subject = subjectOf(primitive, domain);
  const { name } = primitive;
  return [
    forAll(name, "gives values of its type", subject.calls, (call) => typeVerdict(subject, call)),
    forAll(name, "gives the same each time", subject.calls, ({ args, result }) => {
      const first = valueOf(subject, args);
      const second = valueOf(subject, args);
      return first === second || equalValues(first, second)
        ? undefined
        : `${callText(subject, args)} is ${show(first, result, domain)} once and ${show(second, result, domain)} another time`;
    }),
    // A definition faults when its body does, which nothing declares.
    ...(primitive.body === undefined
      ? [
          forAll(name, "faults exactly as declared", subject.calls, ({ args, result }) =>
            faultVerdict(subject, args, result),
          ),
        ]
      : []),
    forEach(name, "examples", primitive.examples, (example) => exampleVerdict(example, domain)),
    ...(primitive.infix === undefined ? [] : [infixProperty(primitive, primitive.infix, domain)]),
    ...(primitive.conditional === true ? [conditionalProperty(subject)] : []),
    ...lawProperties(primitive, domain),
    ...inverseProperties(subject),
    ...halvesProperties(subject),
    ...transformerProperties(subject),
  ];
}

function typeVerdict(subject: Subject, { args, parameters, result }: Call): Verdict {
  const { domain } = subject;
  // Drawn values are frozen; a change of these copies can be seen.
  const copies = args.map((argument): Drawn => {
    if (typeof argument.plain === "function") return argument;
    const copy = copyValue(argument.plain);
    return { ...argument, value: copy, plain: copy };
  });
  const value = valueOf(subject, copies);
  const changed = copies.findIndex(
    ({ plain }, index) => plain !== args[index]?.plain && !equalValues(plain, args[index]?.plain),
  );
  if (changed !== -1) {
    const after = show(copies[changed]?.plain, parameters[changed] as Type, domain);
    return `${callText(subject, args)} changes its argument ${changed + 1} to ${after}`;
  }
  if (value === undefined) return VACUOUS;
  return testerOf(result, domain)(value)
    ? undefined
    : `${callText(subject, args)} is ${show(value, result, domain)}, which is no \`${printType(result)}\``;
}

function faultVerdict(subject: Subject, args: readonly Drawn[], result: Type): Verdict {
  const { primitive, domain } = subject;
  const value = valueOf(subject, args);
  if (value === undefined && !isOwnFault(subject, args, result)) return VACUOUS;
  const faults = primitive.faults as ((...args: readonly unknown[]) => boolean) | undefined;
  const declared = faults !== undefined && faults(...args.map(({ plain }) => plain));
  if (declared === (value === undefined)) return undefined;
  const call = callText(subject, args);
  if (declared)
    return `${call} is ${show(value, result, domain)}, but \`faults\` says it has no value`;
  return `${call} has no value, but ${faults === undefined ? "there is no `faults`" : "`faults` says that it has one"}`;
}

/** Has the primitive itself no value, rather than a function it was given, or one beyond the limits? */
function isOwnFault(subject: Subject, args: readonly Drawn[], result: Type): boolean {
  const { primitive, evaluator, domain } = subject;
  const fault = evaluator.lastFault();
  if (fault?.kind === "primitive") return fault.name === primitive.name;
  if (fault?.kind !== "result") return false;
  const evaluateIt = primitive.evaluate as (...args: readonly unknown[]) => unknown;
  const raw = evaluateIt(...args.map(({ plain }) => plain));
  return !isTooLarge(raw, testerOf(result, domain));
}

function exampleVerdict([program, expected]: PrimitiveExample, domain: Domain): string | undefined {
  const parsed = parseTypedTerm(program, domain, { file: "example" });
  if (!parsed.ok) return renderSourceError(parsed.error);
  const { type } = parsed.value.inference;
  const value = evaluate(parsed.value.term, [], domain);
  if (expected === "fault") {
    return value === undefined
      ? undefined
      : `${program} is ${show(value, type, domain)}, not a fault`;
  }
  const wanted = parseValue(expected, type, domain, { file: "example" });
  if (!wanted.ok) return renderSourceError(wanted.error);
  if (!equalValues(value, wanted.value)) {
    return `${program} is ${value === undefined ? "a fault" : show(value, type, domain)}, not ${expected}`;
  }
  // Examples reach what random cases seldom do: long runs of a loop, say.
  const range = abstractEvaluate(parsed.value.term, [], domain);
  return contains(range, value)
    ? undefined
    : `${program} is ${expected}, but its range is ${printRange(range)}`;
}

function infixProperty(primitive: Primitive, infix: string, domain: Domain): Property {
  return forEach(primitive.name, "infix operator", [infix], (operator) => {
    const text = `x ${operator} y`;
    const parsed = parseTerm(text, { domain, freeVariables: "collect", file: "infix" });
    if (!parsed.ok) return renderSourceError(parsed.error);
    const { head } = spine(parsed.value.term);
    return head.kind === "primitive" && head.name === primitive.name
      ? undefined
      : `\`${text}\` is not read as a call of \`${primitive.name}\``;
  });
}

function conditionalProperty(subject: Subject): Property {
  const { primitive, domain } = subject;
  const a = typeVariable(0);
  const wanted = functionType([BOOL, a, a], a);
  return forAll(primitive.name, "chooses a branch", subject.calls, ({ args, result }) => {
    const substitution = createSubstitution(1);
    if (!substitution.unify(substitution.instantiate(primitive.type), wanted).ok) {
      return `a conditional is of type \`${printType(wanted)}\`, this one of \`${printType(primitive.type)}\``;
    }
    const [condition, whenTrue, whenFalse] = args as [Drawn, Drawn, Drawn];
    const evaluateIt = primitive.evaluate as (...args: readonly unknown[]) => unknown;
    const value = evaluateIt(condition.plain, whenTrue.plain, whenFalse.plain);
    const chosen = condition.plain === true ? whenTrue.plain : whenFalse.plain;
    return equalValues(value, chosen)
      ? undefined
      : `${callText(subject, args)} is ${show(value, result, domain)}`;
  });
}
