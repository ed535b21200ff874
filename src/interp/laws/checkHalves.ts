import fc from "fast-check";
import type { Halves } from "../../dsl/primitive.ts";
import { isWordLike } from "../../dsl/primitive.ts";
import { type Type, WORD, mapVariables, splitFunctionType } from "../../dsl/type.ts";
import { rangeOf } from "../rangeOf.ts";
import { equalValues } from "../value.ts";
import { highHalf, isWord, joinHalves, lowHalf } from "../wordHalves.ts";
import { type Subject, callText, show, valueOf } from "./call.ts";
import { type Property, type Verdict, forAll } from "./property.ts";
import { type Drawn, sortOf } from "./sort.ts";

/** Whether a primitive on words as two halves gives what `evaluate` gives on words. */
export function halvesProperties(subject: Subject): readonly Property[] {
  const { primitive, domain } = subject;
  const { halves } = primitive;
  // In a domain without words the variables of a type never stand for them.
  if (halves === undefined || !domain.types.has("word")) return [];
  const type = mapVariables(primitive.type, () => WORD);
  const { parameters, result } = splitFunctionType(type);
  const wordLike = splitFunctionType(primitive.type).parameters.map(isWordLike);
  // Words that agree in one half only seldom come by chance.
  const shared = fc.constantFrom<Shared>("nothing", "nothing", "low", "high", "both");
  const cases = fc
    .tuple(fc.tuple(...parameters.map((parameter) => sortOf(parameter, domain).values)), shared)
    .map(([args, half]) => sharing(args, half, subject));
  return [
    forAll(primitive.name, "halves agree with evaluate", cases, (args) =>
      verdictFor(subject, halves, args, wordLike, result),
    ),
  ];
}

type Shared = "nothing" | "low" | "high" | "both";

/** The arguments with halves of the words after the first replaced by those of the first. */
function sharing(args: readonly Drawn[], half: Shared, { domain }: Subject): readonly Drawn[] {
  const first = args.find(({ plain }) => isWord(plain))?.plain;
  if (half === "nothing" || !isWord(first)) return args;
  return args.map((argument): Drawn => {
    const { plain } = argument;
    if (!isWord(plain)) return argument;
    const value = joinHalves(
      lowHalf(half === "high" ? plain : first),
      highHalf(half === "low" ? plain : first),
    );
    return {
      value,
      plain: value,
      text: show(value, WORD, domain),
      range: rangeOf(value, WORD, domain),
    };
  });
}

function verdictFor(
  subject: Subject,
  halves: Halves,
  args: readonly Drawn[],
  wordLike: readonly boolean[],
  result: Type,
): Verdict {
  const { domain } = subject;
  const taken = args.flatMap(({ plain }, i) =>
    wordLike[i] === true ? [lowHalf(plain as bigint), highHalf(plain as bigint)] : [plain],
  );
  const given = (part: (...args: never[]) => unknown): unknown =>
    (part as (...args: readonly unknown[]) => unknown)(...taken);
  const value = valueOf(subject, args);
  const call = callText(subject, args);
  if ("value" in halves) {
    const found = given(halves.value);
    return equalValues(found, value)
      ? undefined
      : `${call} is ${show(value, result, domain)}, on halves ${show(found, result, domain)}`;
  }
  const [low, high] = [given(halves.low), given(halves.high)];
  if (!isHalf(low) || !isHalf(high)) {
    return `${call} is on halves ${String(low)} and ${String(high)}, which are not both signed integers of 32 bits`;
  }
  const found = joinHalves(low, high);
  return found === value
    ? undefined
    : `${call} is ${show(value, result, domain)}, on halves ${show(found, result, domain)}`;
}

const isHalf = (value: unknown): value is number =>
  typeof value === "number" && (value | 0) === value;
