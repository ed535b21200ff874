// Draws the charts of a page, each where its place is kept. Stands in the page as a module of its own,
// after Vega: it imports nothing.

interface VegaView {
  tooltip(handler: (...args: readonly [unknown, MouseEvent, unknown, unknown]) => void): VegaView;
  runAsync(): Promise<VegaView>;
}

declare const vega: {
  parse(spec: unknown, config: undefined, options: { readonly ast: true }): unknown;
  readonly View: new (runtime: unknown, options: object) => VegaView;
  /** Evaluates expressions without making code from text, which the page's policy forbids. */
  readonly expressionInterpreter: unknown;
};

const specs = JSON.parse(document.getElementById("chart-specs")?.textContent ?? "[]") as unknown[];

const tooltip = document.createElement("div");
tooltip.className = "tooltip";
tooltip.hidden = true;
document.body.append(tooltip);

for (const place of document.querySelectorAll<HTMLElement>(".plot")) {
  const spec = specs[Number(place.dataset["chart"])];
  const runtime = vega.parse(spec, undefined, { ast: true });
  const view = new vega.View(runtime, {
    expr: vega.expressionInterpreter,
    renderer: "svg",
    container: place,
    hover: true,
  });
  void view
    .tooltip((_handler, event, _item, value) => {
      showTooltip(event, value);
    })
    .runAsync();
}

function showTooltip(event: MouseEvent, value: unknown): void {
  tooltip.hidden = value === undefined || value === null || value === "";
  if (tooltip.hidden) return;
  const fields: readonly (readonly [string, unknown])[] =
    typeof value === "object" ? Object.entries(value as object) : [["", value]];
  tooltip.replaceChildren(
    ...fields.flatMap(([name, text]) => {
      const label = document.createElement("span");
      label.textContent = name;
      const content = document.createElement("b");
      content.textContent = String(text);
      return [label, content];
    }),
  );
  const { clientX, clientY } = event;
  const { width, height } = tooltip.getBoundingClientRect();
  tooltip.style.left = `${Math.max(4, Math.min(clientX + 14, innerWidth - width - 4))}px`;
  tooltip.style.top = `${clientY + 14 + height > innerHeight ? clientY - height - 10 : clientY + 14}px`;
}

export {};
