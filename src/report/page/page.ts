// What a page does when it is used: opens tasks, filters them, follows links, colours programs. Stands
// in the page as a module of its own: it imports types only. Text becomes text nodes, never HTML.
import type { ExampleDetail, StepRow, TaskDetail, TraceDetail, TraceRow } from "./pageData.ts";

type Child = Node | string | undefined;

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className !== "") made.className = className;
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

// Programs.

/** Names of the library's abstractions, which programs link to. */
const abstractions = new Map(
  [...document.querySelectorAll<HTMLElement>(".abstraction")].map((card) => [
    card.dataset["name"] ?? "",
    card.id,
  ]),
);

const TOKEN =
  /"(?:[^"\\]|\\.)*"|#x[0-9a-f]+|\\|->|[#$]\d+|[A-Za-z_][\w.\-/?']*|\d+|[^\sA-Za-z_"\\\d$#()[\],]+|\s+|./g;
const WORDS = new Set(["if", "then", "else", "let", "in", "lambda", "lam"]);

function kindOf(token: string): string | undefined {
  if (token.startsWith('"')) return "text";
  if (/^(\d|#x)/.test(token) || token === "true" || token === "false") return "value";
  if (WORDS.has(token) || token === "\\" || token === "->") return "word";
  return /^[#$]\d/.test(token) ? "variable" : undefined;
}

/** A program's text with its words, values and names coloured, and a link on each abstraction. */
function coloured(text: string): readonly Child[] {
  return [...text.matchAll(TOKEN)].map(([token]) => {
    const target = abstractions.get(token);
    if (target !== undefined) {
      const link = element("a", "", token);
      link.href = `#${target}`;
      return link;
    }
    const kind = kindOf(token);
    return kind === undefined ? token : element("span", kind, token);
  });
}

for (const code of document.querySelectorAll(".code")) {
  code.replaceChildren(...coloured(code.textContent).filter((child) => child !== undefined));
}

// What opens below a task.

const details = JSON.parse(
  document.getElementById("task-details")?.textContent ?? "[]",
) as readonly TaskDetail[];

function open(task: HTMLDetailsElement): void {
  const detail = details[Number(task.id.slice("task-".length))];
  if (detail === undefined || task.querySelector(".detail") !== null) return;
  const code = element("pre", "code", ...coloured(detail.program?.readable ?? ""));
  task.append(
    element(
      "div",
      "detail",
      element("p", "type", element("code", "", detail.request)),
      facts(detail),
      programs(detail, code),
      explanation(detail),
      element("div", "columns", examples(detail), run(detail, code)),
      detail.note === undefined ? undefined : element("p", "note", detail.note),
    ),
  );
}

const facts = (detail: TaskDetail): Child =>
  element(
    "dl",
    "small facts",
    ...detail.facts.map(([label, text]) =>
      element("div", "", element("dt", "", label), element("dd", "", text)),
    ),
  );

function programs({ program, others }: TaskDetail, code: HTMLElement): Child {
  if (program === undefined) return undefined;
  return element(
    "div",
    "programs",
    code,
    element("pre", "code sexpr", ...coloured(program.sexpr)),
    others.length === 0
      ? undefined
      : element(
          "details",
          "uses",
          element("summary", "", `${others.length} more that fit`),
          ...others.map((text) => element("pre", "code", ...coloured(text))),
        ),
  );
}

function explanation({ explanation: lines, nearest }: TaskDetail): Child {
  if (lines.length === 0 && nearest.length === 0) return undefined;
  return element(
    "div",
    "explanation",
    element("h4", "", "Why there is no program"),
    ...lines.map((line) => element("p", "", line)),
    nearest.length === 0
      ? undefined
      : element(
          "div",
          "nearest",
          element("h4", "", "What came nearest"),
          ...nearest.map(({ program, fits }) =>
            element(
              "p",
              "",
              element("span", "fits", `fits ${fits}`),
              element("code", "code", ...coloured(program)),
            ),
          ),
        ),
  );
}

function examples({ examples: all, moreExamples }: TaskDetail): Child {
  if (all.length === 0) return undefined;
  const row = ({ inputs, output, holdout, given }: ExampleDetail): HTMLElement =>
    element(
      "tr",
      holdout ? "holdout" : "",
      element("td", "", ...inputs.map((input) => element("code", "", input))),
      element("td", "arrow", "⇒"),
      element(
        "td",
        "",
        element("code", "", output),
        given === undefined
          ? undefined
          : element("span", "given", "gives ", element("code", "", given)),
      ),
      element("td", "tag", holdout ? "holdout" : ""),
    );
  return element(
    "section",
    "examples",
    element("h4", "", "Examples"),
    element("table", "", element("tbody", "", ...all.map(row))),
    moreExamples === 0 ? undefined : element("p", "note", `and ${moreExamples} more`),
  );
}

/** @param code where the program is shown: the part that a step evaluates is marked in it */
function run({ trace }: TaskDetail, code: HTMLElement): Child {
  if (trace === undefined) return undefined;
  const headings = ["part", "value", "on all examples"].map((text) => {
    const heading = element("th", "", text);
    heading.scope = "col";
    return heading;
  });
  const inputs = trace.inputs.map(({ name, value, range }) =>
    element(
      "tr",
      "input",
      element("td", "", element("code", "", name)),
      element("td", "", element("code", "", value)),
      element("td", "range", element("code", "", range)),
    ),
  );
  return element(
    "section",
    "run",
    element("h4", "", "A run, step by step"),
    element(
      "table",
      "",
      element("thead", "", element("tr", "", ...headings)),
      element("tbody", "", ...inputs, ...trace.rows.map((row) => traceRow(row, trace, code))),
    ),
    trace.cut ? element("p", "note", "The run goes on; the rest is not shown.") : undefined,
  );
}

function traceRow(row: TraceRow, trace: TraceDetail, code: HTMLElement): HTMLElement {
  if (row.kind === "step") return stepRow(row, trace, code);
  const more = element("td", "more", `and ${row.calls} more ${row.calls === 1 ? "call" : "calls"}`);
  more.colSpan = 3;
  indent(more, row.depth);
  return element("tr", "", more);
}

const indent = (cell: HTMLElement, depth: number): void =>
  cell.style.setProperty("--depth", String(Math.min(depth, 12)));

function stepRow(row: StepRow, trace: TraceDetail, code: HTMLElement): HTMLElement {
  const source = trace.sources[row.source];
  const text = source?.text.slice(row.start, row.end) ?? "";
  const part = element(
    "td",
    "",
    row.bound === undefined ? undefined : element("span", "bound", row.bound),
    source === undefined || source.name === "" ? undefined : element("span", "bound", source.name),
    element("code", "code", ...coloured(withoutBrackets(text))),
  );
  indent(part, row.depth);
  const line = element(
    "tr",
    row.value === "no value" ? "step fault" : "step",
    part,
    element("td", "", element("code", "", row.value)),
    element("td", "range", element("code", "", row.range ?? "")),
  );
  if (row.source === 0) {
    line.addEventListener("mouseenter", () => {
      highlight(code, row);
    });
    line.addEventListener("mouseleave", () => {
      highlight(code, undefined);
    });
  }
  return line;
}

/** A part may stand in brackets; alone it needs none. */
function withoutBrackets(text: string): string {
  const tokens = [...text.matchAll(TOKEN)];
  let depth = 0;
  const closing = tokens.findIndex(([token]) => {
    depth += token === "(" ? 1 : token === ")" ? -1 : 0;
    return depth === 0;
  });
  return text.startsWith("(") && closing === tokens.length - 1 ? text.slice(1, -1) : text;
}

/** Marks the part of the program that a step evaluates, in browsers that can mark text. */
function highlight(code: HTMLElement, row: StepRow | undefined): void {
  if (!("highlights" in CSS)) return;
  if (row === undefined) {
    CSS.highlights.delete("part");
    return;
  }
  const range = document.createRange();
  const [startNode, startOffset] = textAt(code, row.start);
  const [endNode, endOffset] = textAt(code, row.end);
  range.setStart(startNode, startOffset);
  range.setEnd(endNode, endOffset);
  CSS.highlights.set("part", new Highlight(range));
}

function textAt(code: HTMLElement, offset: number): readonly [Node, number] {
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  let left = offset;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0;
    if (left <= length) return [node, left];
    left -= length;
  }
  return [code, code.childNodes.length];
}

const tasks = [...document.querySelectorAll<HTMLDetailsElement>("details.task")];
for (const task of tasks) {
  task.addEventListener("toggle", () => {
    if (task.open) open(task);
  });
}

// Filters.

const form = document.querySelector<HTMLFormElement>("form.filters");
if (form !== null) {
  const shown = form.querySelector("output");
  const texts = tasks.map((task) => (task.textContent ?? "").toLowerCase());
  const groups = [...document.querySelectorAll<HTMLElement>("section.group")];
  const apply = (): void => {
    const wanted = new FormData(form);
    const typed = wanted.get("text");
    const text = typeof typed === "string" ? typed.trim().toLowerCase() : "";
    const statuses = wanted.getAll("status");
    const split = wanted.get("split") ?? "";
    const group = wanted.get("group") ?? "";
    let count = 0;
    for (const [index, task] of tasks.entries()) {
      const fits =
        (statuses.length === 0 || statuses.includes(task.dataset["status"] ?? "")) &&
        (split === "" || task.dataset["split"] === split) &&
        (texts[index] ?? "").includes(text);
      task.hidden = !fits;
    }
    for (const section of groups) {
      const own = section.querySelectorAll("details.task:not([hidden])").length;
      section.hidden = own === 0 || (group !== "" && section.dataset["group"] !== group);
      if (!section.hidden) count += own;
    }
    if (shown !== null) shown.textContent = `${count} of ${tasks.length}`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
  });
  // A browser that goes back fills the form in again.
  apply();
}

// Links.

function follow(): void {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) {
    for (const hidden of [target, target.closest<HTMLElement>("section.group")]) {
      if (hidden !== null) hidden.hidden = false;
    }
    target.open = true;
    target.scrollIntoView({ block: "start" });
  }
  for (const node of document.querySelectorAll<HTMLElement>(".node, .abstraction")) {
    const id = node.id === "" ? `abstraction-${node.dataset["index"]}` : node.id;
    node.classList.toggle("chosen", `#${id}` === location.hash);
  }
}

addEventListener("hashchange", follow);
follow();

// Looking at one abstraction shows what it calls and what calls it.

for (const node of document.querySelectorAll<SVGElement>(".node")) {
  const mark = (on: boolean): void => {
    const index = node.dataset["index"];
    for (const edge of document.querySelectorAll<SVGElement>(".edge")) {
      const { from, to } = edge.dataset;
      edge.classList.toggle("lit", on && (from === index || to === index));
    }
  };
  for (const event of ["mouseenter", "focus"]) node.addEventListener(event, () => mark(true));
  for (const event of ["mouseleave", "blur"]) node.addEventListener(event, () => mark(false));
}
