import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Modules that import the product by its name, as users do, get the sources under test.
const alias = {
  "synth/testing": fileURLToPath(new URL("src/testing.ts", import.meta.url)),
  synth: fileURLToPath(new URL("src/index.ts", import.meta.url)),
};

const shared = { setupFiles: ["test/seed.ts"], testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          ...shared,
          name: "source",
          include: ["test/**/*.test.ts", "examples/**/*.test.ts"],
          exclude: ["test/**/*.built.test.ts"],
        },
      },
      // Runs what a user runs: worker processes and the command line need the compiled files.
      {
        test: {
          ...shared,
          name: "built",
          include: ["test/**/*.built.test.ts"],
          globalSetup: ["test/build.ts"],
        },
      },
    ],
  },
});
