// Compiles `src` to `dist`; the scripts of report pages, which run in a browser, by their own settings.
import { execFileSync } from "node:child_process";

for (const project of ["tsconfig.build.json", "src/report/page"]) {
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", project], {
    stdio: "inherit",
  });
}
