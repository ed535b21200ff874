import fc from "fast-check";
import { ANY } from "../../dsl/primitive.ts";
import { testerOf } from "../../dsl/typed.ts";
import { equalValues, isValue } from "../value.ts";
import { type Call, type Subject, callText, isTooLarge, show, valueOf } from "./call.ts";
import { type Property, VACUOUS, type Verdict, forAll } from "./property.ts";
import type { Drawn } from "./sort.ts";

type Inverse = (out: unknown, ...others: readonly unknown[]) => unknown;

/**
 * Whether the inverses of a primitive are: what one gives makes the primitive give the output again,
 * and for outputs that come from arguments it gives something at least now and then.
 */
export function inverseProperties(subject: Subject): readonly Property[] {
  const { primitive } = subject;
  return (primitive.inverse ?? []).flatMap((inverse, index) => {
    if (inverse === null) return [];
    const label = `inverse for parameter ${index + 1}`;
    // The output of another call is one that these arguments mostly cannot have.
    const cases = fc.tuple(subject.calls, subject.calls);
    const judge = ([call, other]: readonly [Call, Call]): Verdict => {
      const verdicts = [call, other].map((source) => {
        if (source.result !== call.result) return VACUOUS;
        const out = valueOf(subject, source.args);
        return out === undefined
          ? VACUOUS
          : verdictFor(subject, inverse as Inverse, index, out, call);
      });
      const wrong = verdicts.find((verdict) => typeof verdict === "string");
      return wrong ?? (verdicts.includes(undefined) ? undefined : VACUOUS);
    };
    return [forAll(primitive.name, label, cases, judge, { mustBeTested: true })];
  });
}

function verdictFor(
  subject: Subject,
  inverse: Inverse,
  index: number,
  out: unknown,
  { args, parameters, result }: Call,
): Verdict {
  const { domain } = subject;
  const others = args.filter((_, i) => i !== index).map(({ plain }) => plain);
  const given = inverse(out, ...others);
  if (given === undefined) return VACUOUS;
  // Where every value is said to do, the one that was drawn must.
  const found = given === ANY ? args[index]?.plain : given;
  const type = parameters[index];
  if (type === undefined) return undefined;
  const text = show(found, type, domain);
  const filled = args.map((argument, i): Drawn =>
    i === index ? { ...argument, value: found, plain: found, text } : argument,
  );
  const outText = show(out, result, domain);
  // A value beyond the limits is none, as it is for the primitive itself.
  if (!isValue(found, domain.limits) && isTooLarge(found, testerOf(type, domain))) return VACUOUS;
  if (!testerOf(type, domain)(found))
    return `for the output ${outText} of ${callText(subject, blank(args, index))} it gives ${text}`;
  const again = valueOf(subject, filled);
  return equalValues(again, out)
    ? undefined
    : `for the output ${outText} of ${callText(subject, blank(args, index))} it gives ${text}, but ${callText(subject, filled)} is ${show(again, result, domain)}`;
}

const blank = (args: readonly Drawn[], index: number): readonly { readonly text: string }[] =>
  args.map((argument, i) => (i === index ? { text: "_" } : argument));
