// Compiles tests/*.test.ts with esbuild and runs them by Node's own test runner.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const files = readdirSync(path.join(here, "tests")).filter((name) => name.endsWith(".test.ts"));
const outdir = path.join(here, "build/tests");
await build({
  absWorkingDir: here,
  entryPoints: files.map((name) => `tests/${name}`),
  outdir,
  bundle: true,
  platform: "node",
  format: "esm",
  outExtension: { ".js": ".mjs" },
  logLevel: "warning",
});
const built = files.map((name) => path.join(outdir, name.replace(/\.ts$/, ".mjs")));
process.exit(spawnSync(process.execPath, ["--test", ...built], {
  cwd: here,
  stdio: "inherit",
}).status ?? 1);
