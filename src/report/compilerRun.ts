import type { SideBySideRow } from "../neural/compiler/sideBySide.ts";
import type {
  Bounds,
  ByteCertainty,
  PositionPair,
  SlotPair,
  Verdict,
} from "../neural/compiler/slotPair.ts";
import { counted } from "../support/counted.ts";
import type { CompilerRun } from "./compilerData.ts";
import { type Markup, html } from "./markup.ts";
import { tile } from "./pageParts.ts";

export const VERDICTS: {
  readonly [verdict in Verdict]: {
    readonly sign: string;
    readonly label: string;
    /** Class of its colour. */
    readonly color: string;
  };
} = {
  exact: { sign: "✓", label: "exact", color: "good" },
  wide: { sign: "~", label: "too wide", color: "near" },
  wrong: { sign: "✗", label: "wrong", color: "bad" },
};

/** Bytes that the network is this sure of are not listed. */
const SURE = 0.99;
const MOST_BYTES = 12;
const SLOT_NAMES = ["top", "second", "third"];

/** A state is as its worst slot is. */
export function verdictOf({ slots }: SideBySideRow): Verdict {
  const found = slots.map(({ verdict }) => verdict);
  return found.includes("wrong") ? "wrong" : found.includes("wide") ? "wide" : "exact";
}

export const percent = (share: number): string => {
  // What is not certain never reads as if it were.
  const text = (Math.floor(1000 * share) / 10).toFixed(1);
  return `${text === "100.0" ? "100" : text}%`;
};

/** The byte of a state that the network is least sure of. */
function leastSure(row: SideBySideRow): ByteCertainty | undefined {
  const bytes = row.slots.flatMap((slot) => slot.bytes);
  return bytes.toSorted((a, b) => a.probability - b.probability)[0];
}

export const byteName = ({ name, position }: ByteCertainty): string =>
  position === undefined ? name : `${name} of position ${position}`;

/** Counts of a run, where it first goes wrong, and a strip of its states. */
export function runOverview({ states }: CompilerRun): Markup {
  const verdicts = states.map(verdictOf);
  const count = (of: readonly Verdict[], verdict: Verdict): number =>
    of.filter((one) => one === verdict).length;
  const positions = states.flatMap(({ slots }) =>
    slots.flatMap((slot) => slot.positions.map(({ verdict }) => verdict)),
  );
  const covered = count(verdicts, "exact") + count(verdicts, "wide");
  const unsure = states
    .flatMap((row) => leastSure(row) ?? [])
    .toSorted((a, b) => a.probability - b.probability)[0];
  const last = verdicts.at(-1) ?? "exact";
  return html`<section class="overview" aria-label="Overview">
    <div class="tiles">
      ${tile(VERDICTS[last].sign, `result ${VERDICTS[last].label}`, "what the network gives in the end")}
      ${tile(`${count(verdicts, "exact")}`, `of ${states.length} states exact`, "all slots of the stack, to the byte")}
      ${tile(`${covered}`, "covered", `of ${states.length} states: all that may occur lies in them`)}
      ${tile(`${count(positions, "exact")}`, `of ${positions.length} positions exact`, `${count(positions, "wide")} too wide, ${count(positions, "wrong")} wrong`)}
      ${unsure === undefined ? undefined : tile(percent(unsure.probability), "least sure", `of all bytes: ${byteName(unsure)}`)}
    </div>
    <nav class="strip states-strip" aria-label="States">
      ${states.map((row, i) => {
        const { color, label } = VERDICTS[verdicts[i] as Verdict];
        return html`<a
          class="${color}"
          href="#state-${i + 1}"
          title="${i + 1} ${row.token}: ${label}"
          aria-label="after ${i + 1} ${row.token}: ${label}"
        ></a>`;
      })}
    </nav>
    <ul class="legend">
      ${(Object.keys(VERDICTS) as Verdict[]).map((verdict) => {
        const { color, label } = VERDICTS[verdict];
        return html`<li>
          <span class="dot ${color}"></span>${count(verdicts, verdict)} ${label}
        </li>`;
      })}
    </ul>
    <p class="lead first-wrong">${firstDifference(states)}</p>
  </section>`;
}

function firstDifference(states: readonly SideBySideRow[]): string {
  const at = states.findIndex((row) => !row.equal);
  const row = states[at];
  if (row === undefined) return "The network gives every state as the exact steps do.";
  const later = states.slice(at + 1).filter((one) => !one.equal);
  const inherited = later.filter(({ rightAlone }) => rightAlone).length;
  const first = `The network first differs after token ${at + 1}, ${row.token}.`;
  if (later.length === 0) return first;
  const of = `${later.length} later ${later.length === 1 ? "state differs" : "states differ"}`;
  return `${first} ${of}; given the exact state before, the network is right in ${inherited} of them.`;
}

/** Every state slot by slot, exact beside network. */
export function runSection({ input, states }: CompilerRun): Markup {
  const bounds = states.flatMap(({ slots }) =>
    slots.flatMap(({ positions }) =>
      positions.flatMap(({ exact, network }) => [exact ?? [], network ?? []].flat()),
    ),
  );
  const scale = {
    low: Math.min(...bounds.map(({ low }) => low)),
    high: Math.max(...bounds.map(({ high }) => high)),
  };
  return html`<section id="run">
    <h2>Run</h2>
    <p class="lead">
      On <code>${input}</code>, by the exact steps and by the network, which reads its own states.
      Bars are what each position may be, from ${bounds.length === 0 ? 0 : scale.low} to
      ${bounds.length === 0 ? 0 : scale.high}: <span class="key exact">exact</span> above
      <span class="key network">network</span>. <i>Sure</i> is the lower of the probabilities that
      the network gives to both ends; of ranges it reads those on the wide side, which need not be
      the likeliest.
    </p>
    <div class="card states">${states.map((row, i) => state(row, i, scale))}</div>
  </section>`;
}

type Scale = Pick<Bounds, "low" | "high">;

function state(row: SideBySideRow, index: number, scale: Scale): Markup {
  const verdict = verdictOf(row);
  const { sign, label, color } = VERDICTS[verdict];
  const idle = row.token === "nop" && row.equal;
  const slots = row.slots.flatMap((slot, i) => (slot.empty ? [] : [{ slot, i }]));
  const unsure = leastSure(row);
  return html`<details class="state" id="state-${index + 1}" ${idle ? "" : { html: " open" }}>
    <summary>
      <span class="sign ${color}" title="${label}">${sign}</span>
      <span class="name">${index + 1} <code>${row.token}</code></span>
      <span class="stack"
        ><code>${row.exact}</code
        >${row.equal ? undefined : html` <code class="other">${row.network}</code>`}</span
      >
      <span class="number" title="the byte that the network is least sure of"
        >${unsure === undefined ? "" : percent(unsure.probability)}</span
      >
    </summary>
    <div class="slots">
      ${slots.length === 0 ? html`<p class="note">The stack is empty.</p>` : undefined}
      ${slots.map(({ slot, i }) => slotBlock(slot, SLOT_NAMES[i] ?? String(i), scale))}
    </div>
    ${
      row.equal
        ? undefined
        : html`<p class="note">
            ${row.rightAlone ? "Given the exact state before, the network is right here: the difference comes from before." : "Given the exact state before, the network is wrong here too."}
          </p>`
    }
    ${unsureBytes(row)}
  </details>`;
}

function slotBlock(slot: SlotPair, name: string, scale: Scale): Markup {
  const { color, label } = VERDICTS[slot.verdict];
  const sure = new Map<number, number>();
  for (const { position, probability } of slot.bytes) {
    if (position !== undefined) {
      sure.set(position, Math.min(probability, sure.get(position) ?? 1));
    }
  }
  return html`<section class="slot">
    <h4>${name} <span class="verdict ${color}">${label}</span></h4>
    <p class="said"><span>exact</span> <code>${slot.exact}</code></p>
    ${slot.verdict === "exact" ? undefined : html`<p class="said"><span>network</span> <code>${slot.network}</code></p>`}
    ${
      slot.positions.length === 0
        ? undefined
        : html`<table class="positions">
            <thead>
              <tr>
                <th scope="col"><span class="hidden">position</span></th>
                <th scope="col"><span class="hidden">interval</span></th>
                <th scope="col">exact</th>
                <th scope="col">network</th>
                <th scope="col">sure</th>
              </tr>
            </thead>
            <tbody>
              ${slot.positions.map((one) => positionRow(one, sure.get(one.position), slot.truth, scale))}
            </tbody>
          </table>`
    }
  </section>`;
}

function positionRow(
  { position, exact, network, verdict }: PositionPair,
  sure: number | undefined,
  truth: boolean,
  scale: Scale,
): Markup {
  return html`<tr class="${verdict === "exact" ? "" : `differs ${VERDICTS[verdict].color}`}">
    <th scope="row">${position}</th>
    <td class="track">${bar(exact, "exact", scale)}${bar(network, "network", scale)}</td>
    <td><code>${boundsText(exact, truth)}</code></td>
    <td>
      <code>${boundsText(network, truth)}</code
      >${verdict === "exact" ? undefined : html`<span class="hidden"> ${VERDICTS[verdict].label}</span>`}
    </td>
    <td class="number">${sure === undefined ? "" : percent(sure)}</td>
  </tr>`;
}

function bar(bounds: Bounds | undefined, whose: string, scale: Scale): Markup | undefined {
  if (bounds === undefined) return undefined;
  const unit = 100 / (scale.high - scale.low + 1);
  // Bounds that cross hold nothing; they are drawn where the least one is.
  const width = Math.max(1, bounds.high - bounds.low + 1) * unit;
  const left = (bounds.low - scale.low) * unit;
  return html`<span
    class="bar ${whose}${bounds.optional ? " optional" : ""}"
    style="left:${left.toFixed(2)}%;width:${width.toFixed(2)}%"
  ></span>`;
}

function boundsText(bounds: Bounds | undefined, truth: boolean): string {
  if (bounds === undefined) return "–";
  const { low, high, optional } = bounds;
  const one = (value: number): string => (truth ? String(value === 1) : String(value));
  const text = low === high ? one(low) : truth ? "either" : `${low}..${high}`;
  return optional ? `${text}?` : text;
}

function unsureBytes(row: SideBySideRow): Markup | undefined {
  const bytes = row.slots
    .flatMap((slot, i) => slot.bytes.map((byte) => ({ byte, of: SLOT_NAMES[i] ?? "" })))
    .filter(({ byte }) => byte.probability < SURE)
    .sort((a, b) => a.byte.probability - b.byte.probability);
  if (bytes.length === 0) return undefined;
  return html`<details class="uses">
    <summary>
      ${counted(bytes.length, "byte")} that the network is less than ${percent(SURE)} sure of
    </summary>
    <table class="bytes">
      <thead>
        <tr>
          ${["byte", "read as", "sure", "likeliest"].map((text) => html`<th scope="col">${text}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${bytes.slice(0, MOST_BYTES).map(
          ({ byte, of }) =>
            html`<tr>
              <td>${of}: ${byteName(byte)}</td>
              <td><code>${byte.read}</code></td>
              <td class="number">${percent(byte.probability)}</td>
              <td>
                ${byte.likeliest.map(({ text, probability }) => html`<span class="chance"><code>${text}</code> ${percent(probability)}</span> `)}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${bytes.length > MOST_BYTES ? html`<p class="note">and ${bytes.length - MOST_BYTES} more</p>` : undefined}
  </details>`;
}
