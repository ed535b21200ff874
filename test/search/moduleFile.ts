import { writeFileSync } from "node:fs";
import { join } from "node:path";

const built = (path: string): string => new URL(`../../dist/${path}`, import.meta.url).href;

/**
 * Writes a module with the list domain and one more primitive, `bad : int -> int`.
 *
 * @param evaluate text of the primitive's function
 * @param atLoad statements that the module runs first
 * @returns its path
 */
export function moduleFile(folder: string, name: string, evaluate: string, atLoad = ""): string {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(
    path,
    `import { appendFileSync, existsSync, writeFileSync, writeSync } from "node:fs";
     import { list } from ${JSON.stringify(built("domains/list/list.js"))};
     import { extendDomain } from ${JSON.stringify(built("dsl/domain.js"))};
     import { primitive } from ${JSON.stringify(built("dsl/primitive.js"))};
     ${atLoad}
     const bad = primitive({ name: "bad", type: "int -> int", doc: "Bad.", examples: [], range: "top",
       evaluate: ${evaluate} });
     export const domain = extendDomain(list, [bad]);`,
  );
  return path;
}
