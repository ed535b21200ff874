import { compilerCharts } from "./compilerCharts.ts";
import type { CompilerData } from "./compilerData.ts";
import { COMPILER_STYLE } from "./compilerStyle.ts";
import { percent, runOverview, runSection } from "./compilerRun.ts";
import { kindSection, tokenSection } from "./compilerTokens.ts";
import { type Markup, html } from "./markup.ts";
import type { PageAssets } from "./pageAssets.ts";
import { pageDocument } from "./pageDocument.ts";
import { chartSection, factList } from "./pageParts.ts";

/** A page that looks into a program compiler: one program, and its run where there is one. */
export function compilerPage(data: CompilerData, assets: PageAssets): string {
  const { look, run, subtitle, time } = data;
  const charts = assets.charts === undefined ? [] : compilerCharts(look, run);
  const body = html`${run === undefined ? undefined : runOverview(run)} ${programSection(data)}
  ${run === undefined ? undefined : runSection(run)}
  ${charts.length === 0 ? undefined : chartSection(charts)} ${tokenSection(look)}
  ${kindSection(look)}`;
  return pageDocument(
    {
      title: data.program.readable,
      subtitle,
      ...(time === undefined ? {} : { time }),
      links: [
        "Program",
        ...(run === undefined ? [] : ["Run"]),
        ...(charts.length === 0 ? [] : ["Charts"]),
        "Tokens",
        "Kinds",
      ],
      style: COMPILER_STYLE,
      body,
      charts,
    },
    assets,
  );
}

function programSection({ program, decompiled, facts, look }: CompilerData): Markup {
  return html`<section id="program">
    <h2>Program</h2>
    <div class="programs">
      <pre class="code">${program.readable}</pre>
      <pre class="code sexpr">${program.sexpr}</pre>
    </div>
    <dl class="facts">
      <div>
        <dt>runs as</dt>
        <dd>
          ${look.tokens.map(({ token, place }) => html`<a href="#token-${place}"><code>${look.kinds[token]}</code></a> `)}
        </dd>
      </div>
      <div>
        <dt>written as</dt>
        <dd><code>${program.written}</code></dd>
      </div>
    </dl>
    ${factList(facts, "facts")}
    <h3>Read back</h3>
    <p class="note">
      What the micro-operations are decompiled to, with the probability among well-typed programs.
    </p>
    <table class="decompiled">
      <tbody>
        ${decompiled.map(
          (one) =>
            html`<tr>
              <td class="sign ${one.same ? "good" : ""}">${one.same ? "✓" : ""}</td>
              <td><code class="code">${one.program}</code></td>
              <td class="number">${percent(one.probability)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}
