import fc from "fast-check";
import type { Domain } from "../../dsl/domain.ts";
import type { Arbitrary } from "../../dsl/range.ts";
import { type Type, constructorType } from "../../dsl/type.ts";
import { foldType } from "../../dsl/typed.ts";
import type { Token, ValueType } from "../../dsl/valueType.ts";
import { valueKey } from "../../interp/value.ts";
import { InternalError } from "../../support/internalError.ts";
import type { Rng } from "../../support/rng.ts";
import { tokeniserOf } from "../tokens/tokeniser.ts";
import { kindRow } from "../tokens/vocabulary.ts";

/** Inputs of one set that are drawn. */
const SET_SIZE = 14;
/** How often leaves are drawn as the domain's `inputs` say, and from narrower limits; else from a few values. */
const OWN = 0.45;
const NARROW = 0.3;
/** Values of more tokens have a form that all inputs of a task share, for the most part. */
const LONG = 4;
const ALIKE = 0.7;
const ALIKE_DRAWN = 500;
const FEWEST_ALIKE = 5;
/** Bounds of integers that are drawn from narrower limits. */
const BOUNDS = [5, 10, 20, 40, 100];
const FEWEST = 2;
const MOST_FEW = 6;

/** Draws inputs. */
export class InputSets {
  private readonly domain: Domain;
  /** Values of types without parts, of which some are chosen. */
  private readonly drawn = new Map<string, readonly Formed[]>();

  constructor(domain: Domain) {
    this.domain = domain;
  }

  /**
   * Inputs for a request that might be those of one task: whoever writes a task chooses all its inputs
   * from one kind, and often with much in common, such as a list and one of its elements.
   */
  draw(parameters: readonly Type[], rng: Rng): readonly (readonly unknown[])[] {
    const { domain } = this;
    const style = drawStyle(rng);
    const pools = new Map<string, Arbitrary<unknown>>();
    const arbitraryOf = (type: Type): Arbitrary<unknown> =>
      foldType<Arbitrary<unknown>>(type, domain, {
        constructor: (record, parts) => {
          const own = domain.inputs.get(record.name);
          const usual =
            own === undefined ? record.arbitrary(fc, parts, domain.limits) : own(fc, parts);
          if (parts.length > 0) return usual;
          const pooled = pools.get(record.name);
          if (pooled !== undefined) return pooled;
          const chosen = this.leaf(record, usual, style, rng);
          // A list and one of its elements, but not two texts of one form.
          if (style.kind === "few") pools.set(record.name, chosen);
          return chosen;
        },
        variable: (id) => {
          throw new InternalError(`an input of the type variable ${id}`);
        },
        function: () => {
          throw new InternalError("an input that is a function");
        },
      });
    const tuples = sample(fc.tuple(...parameters.map(arbitraryOf)), SET_SIZE, rng);
    return [...new Map(tuples.map((tuple) => [tuple.map(valueKey).join(" "), tuple])).values()];
  }

  /** Values without parts in the style of a set. */
  private leaf(
    record: ValueType,
    usual: Arbitrary<unknown>,
    style: Style,
    rng: Rng,
  ): Arbitrary<unknown> {
    const { domain } = this;
    let drawn = this.drawn.get(record.name);
    if (drawn === undefined) {
      const tokens = tokeniserOf(constructorType(record.name), domain);
      drawn = sample(usual, ALIKE_DRAWN, rng).map((value) => formed(value, tokens(value)));
      this.drawn.set(record.name, drawn);
    }
    const lengths = drawn.reduce((sum, { length }) => sum + length, 0);
    if (lengths > LONG * drawn.length) {
      const { form } = rng.pick(drawn);
      const alike = drawn.filter((one) => one.form === form);
      return alike.length < FEWEST_ALIKE || rng.next() > ALIKE
        ? usual
        : fc.constantFrom(...alike.map(({ value }) => value));
    }
    if (style.kind === "own") return usual;
    const narrow =
      style.bounds === undefined
        ? usual
        : record.arbitrary(fc, [], { ...domain.limits, integer: style.bounds });
    if (style.kind === "narrow") return narrow;
    const few = FEWEST + rng.integer(MOST_FEW - FEWEST + 1);
    return fc.constantFrom(...sample(narrow, few, rng));
  }
}

/** A value, how many tokens it has, and what values of its kind have in common. */
interface Formed {
  readonly value: unknown;
  readonly length: number;
  readonly form: string;
}

/** The form is the kinds of the tokens, those of a run as one: names are alike in it, and dates. */
function formed(value: unknown, tokens: readonly Token[]): Formed {
  const kinds = tokens.map(kindRow);
  const form = kinds.filter((kind, i) => kind !== kinds[i - 1]).join();
  return { value, length: kinds.length, form };
}

const sample = <T>(arbitrary: Arbitrary<T>, count: number, rng: Rng): T[] =>
  fc.sample(arbitrary, { numRuns: count, seed: rng.integer(0x7fff_ffff) });

interface Style {
  readonly kind: "own" | "narrow" | "few";
  readonly bounds: { readonly min: number; readonly max: number } | undefined;
}

function drawStyle(rng: Rng): Style {
  const u = rng.next();
  const kind = u < OWN ? "own" : u < OWN + NARROW ? "narrow" : "few";
  const bound = rng.pick(BOUNDS);
  const bounds = { min: rng.next() < 0.5 ? 0 : -bound, max: bound };
  return { kind, bounds: rng.next() < 0.7 ? bounds : undefined };
}
