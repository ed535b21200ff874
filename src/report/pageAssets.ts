import { readFile } from "node:fs/promises";
import { InternalError } from "../support/internalError.ts";

/** What a page is made of besides its data: texts of scripts that stand in it. */
export interface PageAssets {
  /** The page's own modules. */
  readonly scripts: readonly string[];
  /** What draws charts; absent for a page without. */
  readonly charts?: {
    /** Classic scripts, which come first. */
    readonly scripts: readonly string[];
    readonly modules: readonly string[];
    /** A Vega specification for a Vega-Lite one. */
    readonly compile: (spec: { readonly [key: string]: unknown }) => unknown;
  };
}

/** Reads the scripts: the page's own as they were compiled, Vega from its package. */
export async function loadPageAssets({
  charts,
}: {
  readonly charts: boolean;
}): Promise<PageAssets> {
  const page = await ownScript("page.js");
  if (!charts) return { scripts: [page] };
  // Only here: it takes a while to load.
  const vegaLite = await import("vega-lite");
  const vega = await readFile(new URL("vega.min.js", import.meta.resolve("vega")), "utf8");
  const interpreter = await readFile(new URL(import.meta.resolve("vega-interpreter")), "utf8");
  return {
    scripts: [page],
    charts: {
      scripts: [inline(vega)],
      modules: [inline(asModule(interpreter)), await ownScript("charts.js")],
      compile: (spec) =>
        vegaLite.compile({ ...CHART_PLACE, ...spec } as never, { config: CHART_CONFIG as never })
          .spec,
    },
  };
}

const ownScript = async (name: string): Promise<string> =>
  inline(await readFile(new URL(`page/${name}`, import.meta.url), "utf8"));

/** A script's text as it may stand in a page. */
function inline(text: string): string {
  const script = text.replace(/^\/\/# sourceMappingURL=.*$/m, "");
  if (/<\/script|<!--/i.test(script)) throw new InternalError("a script that ends its element");
  return script;
}

/** The interpreter of Vega's expressions, which takes from the global `vega` what it would import. */
function asModule(interpreter: string): string {
  const script = interpreter
    .replace(/^import (\{[^}]*\}) from 'vega-util';$/m, "const $1 = vega;")
    .replace(/^export \{ (\w+) as expressionInterpreter \};$/m, "vega.expressionInterpreter = $1;");
  if (/^(import|export) /m.test(script)) {
    throw new InternalError("vega-interpreter imports or exports something else");
  }
  return script;
}

/** A chart fills its place, with all that stands around it. */
const CHART_PLACE = {
  width: "container",
  height: "container",
  autosize: { type: "fit", contains: "padding" },
} as const;

/** Quiet axes in the page's font and colours, which are variables of its style. */
const CHART_CONFIG = {
  background: null,
  padding: 4,
  font: "system-ui, sans-serif",
  view: { stroke: null },
  mark: { tooltip: true },
  bar: { color: "var(--solved)" },
  axis: {
    labelColor: "var(--muted)",
    titleColor: "var(--muted)",
    titleFontWeight: 400,
    labelFontSize: 11.5,
    titleFontSize: 11.5,
    gridColor: "var(--line)",
    domain: false,
    tickColor: "var(--line)",
    titlePadding: 8,
  },
  legend: {
    orient: "top",
    labelColor: "var(--ink)",
    labelFontSize: 12,
    symbolSize: 90,
    symbolStrokeWidth: 2.5,
    labelLimit: 200,
    offset: 6,
  },
} as const;
