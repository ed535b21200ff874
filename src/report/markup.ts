import { plainText } from "../support/plainText.ts";

/** HTML text, as opposed to text that may hold anything and must be escaped. */
export interface Markup {
  readonly html: string;
}

type Part = string | number | Markup | undefined | readonly Part[];

/**
 * A template for HTML: everything put into it is escaped, but for what is markup already. Lists are
 * joined, `undefined` is nothing. The one place where text becomes HTML.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const pieces = strings.map((text, index) => text + render(parts[index]));
  return { html: pieces.join("") };
}

function render(part: Part): string {
  if (part === undefined) return "";
  if (typeof part === "string") return escapeText(part);
  if (typeof part === "number") return String(part);
  return isMarkup(part) ? part.html : part.map(render).join("");
}

const isMarkup = (part: Markup | readonly Part[]): part is Markup => !Array.isArray(part);

/** Text as HTML text or a quoted attribute; control characters and direction marks become signs. */
const escapeText = (text: string): string =>
  plainText(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

/** Data as JSON that may stand in a script element: nothing in it can end the element. */
export function jsonText(data: unknown): string {
  const json = JSON.stringify(data, (_key, value: unknown) =>
    typeof value === "string" ? plainText(value) : value,
  );
  return json.replaceAll("<", "\\u003c");
}

/** Text cut to a length, with an ellipsis where something is missing. */
export const clip = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;
