import type { Chart } from "./charts.ts";
import { type Markup, html } from "./markup.ts";

/** A number that stands out, with what it counts and a note below. */
export const tile = (value: string, label: string, note: string): Markup =>
  html`<div class="tile">
    <strong>${value}</strong><span>${label}</span><small>${note}</small>
  </div>`;

/** @param kind the class of the list: `facts`, or `small facts` */
export const factList = (
  facts: readonly (readonly [label: string, text: string])[],
  kind: string,
): Markup =>
  html`<dl class="${kind}">
    ${facts.map(
      ([label, text]) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${text}</dd>
        </div>`,
    )}
  </dl>`;

/** The places of charts, in which the page's script draws them. */
export const chartSection = (charts: readonly Chart[]): Markup =>
  html`<section id="charts">
    <h2>Charts</h2>
    <div class="charts">
      ${charts.map(
        ({ title, note, height, wide }, index) =>
          html`<figure class="card chart${wide === true ? " wide" : ""}">
            <figcaption>
              <h3>${title}</h3>
              <p>${note}</p>
            </figcaption>
            <div class="plot" data-chart="${index}" style="height:${height}px"></div>
          </figure>`,
      )}
    </div>
  </section>`;
