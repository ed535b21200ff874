import { createHash } from "node:crypto";
import type { Chart } from "./charts.ts";
import { type Markup, html, jsonText } from "./markup.ts";
import type { PageAssets } from "./pageAssets.ts";
import { PAGE_STYLE } from "./pageStyle.ts";

/** What a page is made of. */
export interface PageContent {
  readonly title: string;
  /** What was run, such as the command. */
  readonly subtitle: string;
  /** When, as text; absent when that does not matter. */
  readonly time?: string;
  /** Names of sections: each is the id of one, in lower case. */
  readonly links: readonly string[];
  readonly body: Markup;
  /** Those that the body has places for. */
  readonly charts: readonly Chart[];
  /** What the page's script shows when it is asked for: `page/pageData.ts`. */
  readonly details?: unknown;
  /** Of this kind of page alone. */
  readonly style?: string;
}

/**
 * One HTML page that loads nothing: its style, scripts and charts stand in it, and its content security
 * policy lets nothing else run.
 */
export function pageDocument(content: PageContent, assets: PageAssets): string {
  const { title, subtitle, time, links, body, style = "", details = [] } = content;
  const { charts, scripts } = assets;
  const specs = content.charts.map(({ spec }) => charts?.compile(spec));
  const classic = specs.length === 0 ? [] : (charts?.scripts ?? []);
  const modules = [...(specs.length === 0 ? [] : (charts?.modules ?? [])), ...scripts];
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy([...classic, ...modules])}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <title>${title} · synth</title>
        <style>
          ${{ html: PAGE_STYLE + style }}
        </style>
        <noscript
          ><style>
            .filters,
            #charts {
              display: none;
            }
          </style></noscript
        >
      </head>
      <body>
        <header class="top">
          <p class="brand"><span class="logo" aria-hidden="true">λ</span> synth</p>
          <nav aria-label="Sections">
            ${links.map((name) => html`<a href="#${name.toLowerCase()}">${name}</a> `)}
          </nav>
          <h1>${title}</h1>
          <p class="subtitle">
            <code>${subtitle}</code>${time === undefined ? undefined : html` <span>${time}</span>`}
          </p>
        </header>
        <main>${body}</main>
        ${script('type="application/json" id="task-details"', jsonText(details))}
        ${script('type="application/json" id="chart-specs"', jsonText(specs))}
        ${classic.map((text) => script("", text))}
        ${modules.map((text) => script('type="module"', text))}
      </body>
    </html> `;
  return page.html;
}

/** A script element with exactly this text, which its hash is of. */
const script = (attributes: string, text: string): Markup => ({
  html: `<script ${attributes}>${text}</script>\n`,
});

/** Nothing from the network, and no script but those of the page, which are named by their hashes. */
function policy(scripts: readonly string[]): string {
  const hashes = scripts.map(
    (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
  );
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "img-src data:",
    `script-src ${hashes.join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
