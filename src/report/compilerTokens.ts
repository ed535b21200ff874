import type { CompilerLook, LayerLook, TokenLook } from "../neural/compiler/compilerLook.ts";
import { STATE_TOKENS } from "../neural/compiler/compilerConfig.ts";
import { OPEN, SHUT } from "../neural/compiler/gates.ts";
import type { TokenPair } from "../neural/compiler/tokenKinship.ts";
import { TOKENS } from "../neural/compiler/tokens.ts";
import { arithmeticText, stackPart } from "./arithmeticText.ts";
import { percent } from "./compilerRun.ts";
import { greatestOf, heatMap } from "./heatMap.ts";
import { type Markup, html } from "./markup.ts";

/** Patterns of a mixture that are named. */
const MOST_PATTERNS = 4;
/** Hidden units that a picture shows. */
const MOST_UNITS = 512;
/** Coefficients of arithmetic this large have the full colour. */
const WHOLE = 1;

/** Gates as distances from neutral, of which 1 is shut or wide open. */
const fromNeutral = (gates: Float32Array): Float32Array =>
  gates.slice(0, MOST_UNITS).map((gate) => gate - 1);

/** For each token of the program what its micro-operations set. */
export function tokenSection({ tokens, kinds, layers: all }: CompilerLook): Markup {
  const layers = tokens.flatMap((token) => token.layers);
  const shown = tokens[0]?.layers.length ?? 0;
  const limits = {
    attention: greatestOf(layers.flatMap(({ attention }) => attention)),
    patterns: greatestOf(layers.map(({ operation }) => operation.patterns)),
  };
  return html`<section id="tokens">
    <h2>Tokens</h2>
    <p class="lead">
      Each token is ${all} micro-operations, one a
      layer${shown < all ? `, of which the first ${shown} are shown` : ""}. In the pictures
      ${key("above", "blue")} raises or opens, ${key("below", "orange")} lowers or shuts, and what
      is left as it is has no colour. <i>Attention</i> is what a head adds to its scores: rows
      attend to columns, and both are the state's four slots (top, second, third, argument) of a
      header and six positions each. Of the tokens that do nothing the first is shown.
    </p>
    <div class="tokens">${tokens.map((token) => tokenCard(token, kinds, limits))}</div>
  </section>`;
}

const key = (kind: string, text: string): Markup => html`<span class="key ${kind}">${text}</span>`;

interface Limits {
  readonly attention: number;
  readonly patterns: number;
}

const nameOf = (kinds: readonly string[], token: number): string => kinds[token] ?? String(token);

function tokenCard(token: TokenLook, kinds: readonly string[], limits: Limits): Markup {
  const name = nameOf(kinds, token.token);
  return html`<details class="card token" id="token-${token.place}" open>
    <summary>
      <h3>${token.place} <code>${name}</code></h3>
      <span class="number"
        >decoded as
        ${token.readAs.map((one) => html`<span class="chance"><code>${nameOf(kinds, one.token)}</code> ${percent(one.probability)}</span> `)}</span
      >
    </summary>
    ${token.arithmetic === undefined ? undefined : arithmeticBlock(token.arithmetic, token.token, name)}
    <div class="layers">${token.layers.map((layer) => layerBlock(layer, name, kinds, limits))}</div>
  </details>`;
}

function arithmeticBlock(
  arithmetic: NonNullable<TokenLook["arithmetic"]>,
  token: number,
  name: string,
): Markup {
  const gives = TOKENS[token]?.gives;
  // What is said of further positions counts where a list may be.
  const positions = gives === "int" || gives === "bool" ? [0] : [0, 1];
  const texts = positions.flatMap((position) =>
    ([0, 1] as const).map((bound) => arithmeticText(arithmetic, position, bound)),
  );
  const values = stackPart(arithmetic);
  return html`<div class="arithmetic">
    <div>
      <h4>Arithmetic</h4>
      ${texts.map((text) => html`<p><code>${text}</code></p>`)}
    </div>
    <figure>
      ${heatMap(
        { values, columns: arithmetic.numbers },
        WHOLE,
        `Arithmetic of ${name}: how much of each bound of the state each bound of the next stack takes`,
        "map",
      )}
      <figcaption>
        rows: bounds of the next stack; columns: bounds of the slots before, and a constant
      </figcaption>
    </figure>
  </div>`;
}

function layerBlock(
  { operation, attention, nearest }: LayerLook,
  name: string,
  kinds: readonly string[],
  limits: Limits,
): Markup {
  const { layer, heads, units, patterns } = operation;
  const open = units.filter((gate) => gate > OPEN).length;
  const shut = units.filter((gate) => gate < SHUT).length;
  const of = `layer ${layer} of ${name}`;
  const strongest = [...patterns]
    .map((weight, pattern) => ({ weight, pattern }))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, MOST_PATTERNS);
  return html`<section class="layer">
    <h4>Layer ${layer}</h4>
    <dl class="sets">
      <div>
        <dt>near</dt>
        <dd>
          ${nearest.map(({ token, cosine }) => html`<span class="chance"><code>${nameOf(kinds, token)}</code> ${cosine.toFixed(2)}</span> `)}
        </dd>
      </div>
      <div>
        <dt>units</dt>
        <dd>
          ${heatMap({ values: fromNeutral(units), columns: Math.min(units.length, MOST_UNITS) }, 1, `Gates of the hidden units, ${of}`, "gates")}
          <small>${open} of ${units.length} open, ${shut} shut</small>
        </dd>
      </div>
      <div>
        <dt>mixture</dt>
        <dd>
          ${heatMap({ values: patterns, columns: patterns.length }, limits.patterns, `Weights of the attention patterns, ${of}`, "gates")}
          <small
            >${strongest.map(({ weight, pattern }) => `${weight < 0 ? "−" : "+"}${Math.abs(weight).toFixed(1)}·${pattern}`).join(" ")}</small
          >
        </dd>
      </div>
    </dl>
    <div class="heads">
      ${attention.map(
        (values, head) =>
          html`<figure>
            <span class="square"
              >${heatMap({ values, columns: STATE_TOKENS }, limits.attention, `Attention bias of head ${head + 1}, ${of}`, "bias")}</span
            >
            <figcaption>head ${head + 1}, gate ${(heads[head] ?? 1).toFixed(2)}</figcaption>
          </figure>`,
      )}
    </div>
  </section>`;
}

/** What the kinds of token have in common, whatever the program. */
export function kindSection({ kinds, pairs, kindUnits }: CompilerLook): Markup {
  return html`<section id="kinds">
    <h2>Kinds</h2>
    <p class="lead">
      The micro-operations of each kind of token by itself, without a program around it: the nearest
      pairs, and how many hidden units of all layers both open, both shut, or one opens and the
      other shuts.
    </p>
    <div class="card numbers" tabindex="0" role="group" aria-label="Nearest pairs of tokens">
      <table>
        <thead>
          <tr>
            ${["pair", "cosine", "both open", "both shut", "opposed"].map((text) => html`<th scope="col">${text}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${pairs.map((pair) => pairRow(pair, kinds))}
        </tbody>
      </table>
    </div>
    <div class="card kinds">
      <h3>Gates of the hidden units</h3>
      <p class="note">A row is a kind of token, a column a hidden unit of the layer.</p>
      ${kindUnits.map((rows, index) => unitsOfLayer(rows, index + 1, kinds))}
    </div>
  </section>`;
}

const pairRow = (
  { tokens, cosine, open, shut, opposed }: TokenPair,
  kinds: readonly string[],
): Markup =>
  html`<tr>
    <th scope="row">
      <code>${nameOf(kinds, tokens[0])}</code> <code>${nameOf(kinds, tokens[1])}</code>
    </th>
    <td>${cosine.toFixed(2)}</td>
    <td>${open}</td>
    <td>${shut}</td>
    <td>${opposed}</td>
  </tr>`;

function unitsOfLayer(
  rows: readonly Float32Array[],
  layer: number,
  kinds: readonly string[],
): Markup {
  const shown = rows.map(fromNeutral);
  const columns = shown[0]?.length ?? 1;
  const values = Float32Array.from(shown.flatMap((row) => Array.from(row)));
  return html`<figure class="units">
    <figcaption>Layer ${layer}</figcaption>
    <ol aria-hidden="true">
      ${kinds.map((name) => html`<li>${name}</li>`)}
    </ol>
    ${heatMap({ values, columns }, 1, `Gates of the hidden units of layer ${layer}, a row for each kind of token`, "all")}
  </figure>`;
}
