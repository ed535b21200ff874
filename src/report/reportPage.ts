import { median } from "../support/median.ts";
import { chartsOf } from "./charts.ts";
import { libraryGraph } from "./libraryGraph.ts";
import { type Markup, html } from "./markup.ts";
import type { PageAssets } from "./pageAssets.ts";
import { pageDocument } from "./pageDocument.ts";
import { chartSection, factList, tile } from "./pageParts.ts";
import type { NumberPrinters } from "./describeTask.ts";
import {
  type ReportAbstraction,
  type ReportData,
  type ReportLibrary,
  type ReportTable,
  type ReportTask,
  type TaskStatus,
  isSolved,
} from "./reportData.ts";

const MOST = { tasks: 2_000, abstractions: 300, problems: 50, uses: 12 } as const;
/** Of all that opens below tasks, in characters of JSON; what comes after has no run and few examples. */
const MOST_DETAIL = 3_000_000;

const STATUS: {
  readonly [status in TaskStatus]: { readonly sign: string; readonly label: string };
} = {
  generalises: { sign: "✓", label: "generalises" },
  solved: { sign: "✓", label: "solved, no holdout examples" },
  fits: { sign: "~", label: "fits the examples only" },
  unsolved: { sign: "·", label: "unsolved" },
  error: { sign: "!", label: "went wrong" },
};

/** The data as one HTML page, as `pageDocument` makes it. */
export function reportPage(data: ReportData, assets: PageAssets, print: NumberPrinters): string {
  const charts = assets.charts === undefined ? [] : chartsOf(data);
  const tasks = data.tasks.slice(0, MOST.tasks);
  const { library } = data;
  const links = [
    ...(charts.length > 0 ? ["Charts"] : []),
    ...(data.table === undefined ? [] : ["Iterations"]),
    ...(library === undefined ? [] : ["Library"]),
    ...(tasks.length > 0 ? ["Tasks"] : []),
  ];
  const body = html`${data.problems.length === 0 ? undefined : problems(data.problems)}
  ${tasks.length === 0 ? undefined : overview(data, print)}
  ${data.facts.length === 0 ? undefined : factList(data.facts, "facts")}
  ${charts.length === 0 ? undefined : chartSection(charts)}
  ${data.table === undefined ? undefined : tableSection(data.table)}
  ${library === undefined ? undefined : librarySection(library, tasks)}
  ${tasks.length === 0 ? undefined : taskSection(data, tasks, print)}`;
  const { title, subtitle, time } = data;
  const origin = { title, subtitle, ...(time === undefined ? {} : { time }) };
  return pageDocument({ ...origin, links, body, charts, details: fittingDetails(tasks) }, assets);
}

const problems = (texts: readonly string[]): Markup =>
  html`<section class="problems" aria-label="Problems">
    <h2>Problems</h2>
    <ul>
      ${texts.slice(0, MOST.problems).map((text) => html`<li><pre>${text}</pre></li>`)}
    </ul>
    ${texts.length > MOST.problems ? html`<p>And ${texts.length - MOST.problems} more.</p>` : undefined}
  </section>`;

function overview({ tasks, iterations }: ReportData, print: NumberPrinters): Markup {
  const count = (...statuses: readonly TaskStatus[]): number =>
    tasks.filter(({ status }) => statuses.includes(status)).length;
  const solved = tasks.filter(isSolved);
  const candidates = tasks.reduce((sum, task) => sum + task.candidates, 0);
  const medianMs = median(solved.map(({ elapsedMs }) => elapsedMs));
  const share = Math.floor((100 * solved.length) / tasks.length);
  const strip = [
    { kind: "good", label: "generalise", count: count("generalises") },
    { kind: "solved", label: "solved, no holdout examples", count: count("solved") },
    { kind: "near", label: "fit the examples only", count: count("fits") },
    { kind: "open", label: "unsolved", count: count("unsolved") },
    { kind: "bad", label: "went wrong", count: count("error") },
  ].filter((part) => part.count > 0);
  return html`<section class="overview" aria-label="Overview">
    <div class="tiles">
      ${tile(`${solved.length}`, `of ${tasks.length} solved`, `${share}%`)}
      ${tile(`${count("generalises")}`, "generalise", "right on examples never shown")}
      ${tile(medianMs === undefined ? "–" : print.duration(medianMs), "median time", "of the solved tasks")}
      ${tile(print.count(candidates), "candidates", "programs looked at in all")}
      ${iterations.length === 0 ? undefined : tile(`${Math.max(...iterations.map((row) => row.iteration))}`, "iterations", "of wake and sleep")}
    </div>
    <div class="strip" aria-hidden="true">
      ${strip.map((part) => html`<span class="${part.kind}" style="flex-grow:${part.count}"></span>`)}
    </div>
    <ul class="legend">
      ${strip.map((part) => html`<li><span class="dot ${part.kind}"></span>${part.count} ${part.label}</li>`)}
    </ul>
  </section>`;
}

const tableSection = ({ note, columns, rows }: ReportTable): Markup =>
  html`<section id="iterations">
    <h2>Iterations</h2>
    <p class="lead">${note}</p>
    <div class="card numbers" tabindex="0" role="group" aria-label="Numbers of the iterations">
      <table>
        <thead>
          <tr>
            ${columns.map((title) => html`<th scope="col">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([name = "", ...cells]) =>
              html`<tr>
                <th scope="row">${name}</th>
                ${cells.map((cell) => html`<td>${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;

function librarySection(library: ReportLibrary, tasks: readonly ReportTask[]): Markup {
  const shown = library.abstractions.slice(0, MOST.abstractions);
  const indexOf = new Map(shown.map(({ name }, index) => [name, index]));
  const callers = new Map<string, string[]>();
  for (const { name, callees } of shown) {
    for (const callee of callees) callers.set(callee, [...(callers.get(callee) ?? []), name]);
  }
  const uses = new Map<string, number[]>();
  for (const [index, { calls }] of tasks.entries()) {
    for (const name of calls) {
      const of = uses.get(name);
      if (of === undefined) uses.set(name, [index]);
      else of.push(index);
    }
  }
  const linked = (names: readonly string[]): readonly Markup[] =>
    names.map((name) => {
      const index = indexOf.get(name);
      return index === undefined
        ? html`<code>${name}</code> `
        : html`<a href="#abstraction-${index}"><code>${name}</code></a> `;
    });
  const card = (one: ReportAbstraction, index: number): Markup => {
    const users = uses.get(one.name) ?? [];
    const calledBy = callers.get(one.name) ?? [];
    return html`<article
      class="card abstraction"
      id="abstraction-${index}"
      data-name="${one.name}"
      tabindex="-1"
    >
      <h3>
        <code>${one.name}</code
        >${one.proposedName === undefined ? undefined : html` <span>${one.proposedName}</span>`}
      </h3>
      ${one.type === undefined ? undefined : html`<p class="type"><code>${one.type}</code></p>`}
      ${one.readable === undefined ? undefined : html`<pre class="code">${one.readable}</pre>`}
      <pre class="code${one.readable === undefined ? "" : " sexpr"}">${one.body}</pre>
      ${factList(one.facts, "small facts")}
      ${one.callees.length === 0 ? undefined : html`<p class="links"><span>calls</span> ${linked(one.callees)}</p>`}
      ${calledBy.length === 0 ? undefined : html`<p class="links"><span>called by</span> ${linked(calledBy)}</p>`}
      ${users.length === 0 ? undefined : html`<p class="links"><span>in</span> ${users.slice(0, MOST.uses).map((task) => html`<a href="#task-${task}">${tasks[task]?.name}</a> `)}${users.length > MOST.uses ? `and ${users.length - MOST.uses} more` : undefined}</p>`}
      ${
        one.uses.length === 0
          ? undefined
          : html`<details class="uses">
              <summary>programs that call it</summary>
              ${one.uses.map((text) => html`<pre class="code">${text}</pre>`)}
            </details>`
      }
    </article>`;
  };
  return html`<section id="library">
    <h2>Library</h2>
    <p class="lead">${library.summary}</p>
    ${
      shown.length === 0
        ? undefined
        : html`<div class="card">${libraryGraph(shown)}</div>
            <div class="abstractions">${shown.map(card)}</div>`
    }
    ${library.abstractions.length > shown.length ? html`<p>And ${library.abstractions.length - shown.length} more.</p>` : undefined}
  </section>`;
}

function taskSection(
  data: ReportData,
  tasks: readonly ReportTask[],
  print: NumberPrinters,
): Markup {
  const groups = [...new Set(tasks.map(({ group }) => group))];
  const splits = [...new Set(tasks.flatMap(({ split }) => split ?? []))];
  const statuses = (Object.keys(STATUS) as TaskStatus[]).filter((status) =>
    tasks.some((task) => task.status === status),
  );
  const members = new Map(
    groups.map((group) => [group, [...tasks.entries()].filter(([, task]) => task.group === group)]),
  );
  return html`<section id="tasks">
    <h2>Tasks</h2>
    <form class="filters" role="search" aria-label="Filter the tasks">
      <input
        type="search"
        name="text"
        placeholder="name or program"
        aria-label="Name or program"
        autocomplete="off"
      />
      ${
        statuses.length < 2
          ? undefined
          : html`<fieldset>
              <legend class="hidden">Outcome</legend>
              ${statuses.map(
                (status) =>
                  html`<label class="chip ${status}"
                    ><input type="checkbox" name="status" value="${status}" />
                    ${STATUS[status].label}
                    <span>${tasks.filter((task) => task.status === status).length}</span></label
                  > `,
              )}
            </fieldset>`
      }
      ${splits.length < 2 ? undefined : select("split", "All splits", splits)}
      ${groups.length < 2 ? undefined : select("group", "All files", groups)}
      <output class="shown" aria-live="polite">${tasks.length} of ${tasks.length}</output>
    </form>
    ${groups.map((group, index) => {
      const of = members.get(group) ?? [];
      const solved = of.filter(([, task]) => isSolved(task));
      return html`<section class="group" data-group="${index}">
        <h3><code>${group}</code> <span>${solved.length} of ${of.length} solved</span></h3>
        <div class="card rows">${of.map(([task, one]) => taskRow(one, task, print))}</div>
      </section> `;
    })}
    ${data.tasks.length > tasks.length ? html`<p>And ${data.tasks.length - tasks.length} more, which count above and are not listed.</p>` : undefined}
  </section>`;
}

const select = (name: string, all: string, values: readonly string[]): Markup =>
  html`<select name="${name}" aria-label="${all}">
    <option value="">${all}</option>
    ${values.map(
      (value, index) =>
        html`<option value="${name === "group" ? String(index) : value}">${value}</option>`,
    )}
  </select>`;

const taskRow = (task: ReportTask, index: number, print: NumberPrinters): Markup => {
  const { sign, label } = STATUS[task.status];
  return html`<details
    class="task ${task.status}"
    id="task-${index}"
    data-status="${task.status}"
    data-split="${task.split ?? ""}"
  >
    <summary>
      <span class="sign" title="${label}" aria-hidden="true">${sign}</span
      ><span class="hidden">${label}: </span><span class="name">${task.name}</span
      ><code class="line">${task.line}</code
      ><span class="number">${print.duration(task.elapsedMs)}</span
      ><span class="number">${print.count(task.candidates)}</span>
    </summary>
  </details> `;
};

/** Details of the tasks, the last ones shortened when all together would be too long. */
function fittingDetails(tasks: readonly ReportTask[]): readonly unknown[] {
  let total = 0;
  return tasks.map(({ detail }) => {
    total += JSON.stringify(detail).length;
    if (total < MOST_DETAIL) return detail;
    const { trace, examples, ...rest } = detail;
    return {
      ...rest,
      examples: examples.slice(0, 2),
      moreExamples: detail.moreExamples + Math.max(0, examples.length - 2),
      ...(trace === undefined ? {} : { note: "Its run is left out: the page would be too large." }),
    };
  });
}
