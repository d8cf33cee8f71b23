// Bundles styles, scripts and icons under names that carry their content's hash, into the folder named
// by the caller: build.py puts them into veche/portal/static/dist once they are whole.
// manifest.json there tells the templates (tag `asset`) which plain name became which file.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const ready = process.argv[2];
const manifest = {};

/** The dark tokens are written once for data-theme and repeated here for prefers-color-scheme. */
const darkTwin = {
  name: "dark-twin",
  setup(pipeline) {
    pipeline.onLoad({ filter: /dark\.css$/ }, async ({ path: file }) => {
      const css = await readFile(file, "utf8");
      const twin = css.replace(':root[data-theme="dark"]', ':root:not([data-theme="light"])');
      return {
        contents: `@media screen {\n${css}\n}\n@media screen and (prefers-color-scheme: dark) {\n${twin}\n}`,
        loader: "css",
      };
    });
  },
};

async function put(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
  const { name: stem, ext } = path.parse(name);
  manifest[name] = `${stem}-${hash}${ext}`;
  await writeFile(path.join(ready, manifest[name]), content);
}

async function bundle() {
  const result = await build({
    absWorkingDir: here,
    entryPoints: {
      app: "src/app.ts",
      style: "css/app.css",
      map: "src/map.ts",
      mapstyle: "css/map.css",
      tablet: "src/tablet.ts",
      "counter-worker": "src/counter-worker.ts",
      // Each whole in one file: a page names its hash, and so does the manifest of a poll.
      secret: "src/secret/main.ts",
      "secret-joining": "src/secret/joining.ts",
      "secret-receipt": "src/secret/receipt.ts",
      "secret-recount": "src/secret/recounting.ts",
      "secret-recount-worker": "src/secret/recount-worker.ts",
    },
    outdir: ready,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2020", "chrome90", "firefox90", "safari14.1"],
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file", ".png": "dataurl" },
    legalComments: "none",
    metafile: true,
    plugins: [darkTwin],
    logLevel: "warning",
  });
  const plainNames = {
    "src/app.ts": "app.js",
    "css/app.css": "app.css",
    "src/map.ts": "map.js",
    "css/map.css": "map.css",
    "src/tablet.ts": "tablet.js",
    "src/counter-worker.ts": "counter-worker.js",
    "src/secret/main.ts": "secret.js",
    "src/secret/joining.ts": "secret-joining.js",
    "src/secret/receipt.ts": "secret-receipt.js",
    "src/secret/recounting.ts": "secret-recount.js",
    "src/secret/recount-worker.ts": "secret-recount-worker.js",
  };
  for (const [file, { entryPoint }] of Object.entries(result.metafile.outputs)) {
    const name = path.basename(file);
    if (entryPoint && plainNames[entryPoint]) manifest[plainNames[entryPoint]] = name;
    else if (name.endsWith(".woff2")) manifest[name.replace(/-[^-]+\.woff2$/, ".woff2")] = name;
  }
}

async function sprite() {
  const folder = path.join(here, "icons");
  const symbols = [];
  for (const file of (await readdir(folder)).filter((name) => name.endsWith(".svg")).sort()) {
    const shape = (await readFile(path.join(folder, file), "utf8")).replace(
      /<svg[^>]*>|<\/svg>\s*/g,
      "",
    );
    symbols.push(`<symbol id="${file.slice(0, -4)}" viewBox="0 0 24 24">${shape}</symbol>`);
  }
  await put("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}

/** The worker comes last: it names the files of this very build, so a new build is a new worker. */
async function serviceWorker() {
  const needed = ["app.css", "app.js", "htmx.js", "icons.svg", "favicon.svg"];
  needed.push("golos-russian.woff2", "golos-latin.woff2");
  const result = await build({
    absWorkingDir: here,
    entryPoints: ["src/sw.ts"],
    bundle: true,
    write: false,
    minify: true,
    format: "iife",
    target: ["es2020", "chrome90", "firefox90", "safari14.1"],
    define: {
      BUILT: JSON.stringify(Object.values(manifest).sort()),
      NEEDED: JSON.stringify(needed.map((name) => manifest[name])),
    },
    logLevel: "warning",
  });
  await put("sw.js", result.outputFiles[0].contents);
}

await rm(ready, { recursive: true, force: true });
await mkdir(ready, { recursive: true });
await bundle();
await sprite();
await put("htmx.js", await readFile(path.join(here, "node_modules/htmx.org/dist/htmx.min.js")));
await put("favicon.svg", await readFile(path.join(here, "favicon.svg")));
await serviceWorker();
await writeFile(
  path.join(ready, "manifest.json"),
  `${JSON.stringify(manifest, Object.keys(manifest).sort(), 1)}\n`,
);
