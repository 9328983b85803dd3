// Bundles the npm packages that pages load into ../wwwroot/lib (git-ignored). Run by Client.targets.
import { rm } from "node:fs/promises";
import { build } from "esbuild";

const out = new URL("../wwwroot/lib/", import.meta.url).pathname;

// Mermaid loads its diagram types and layouts on demand. We draw flowcharts laid out by dagre and nothing else:
// the rest would only be weight in the published output (and elkjs is not under a permissive licence).
const wanted = /\/(flowDiagram|dagre|sizeCapture)-[A-Z0-9]+\.mjs$/;
const leftOut = { path: "left-out", namespace: "left-out" };
const flowchartsOnly = {
  name: "flowcharts-only",
  setup(bundle) {
    bundle.onResolve({ filter: /^elkjs(\/|$)/ }, () => leftOut);
    bundle.onResolve({ filter: /./ }, ({ kind, path, importer }) =>
      kind === "dynamic-import" && importer.includes("/mermaid/dist/") && !wanted.test(path) ? leftOut : undefined);
    bundle.onLoad({ filter: /./, namespace: "left-out" }, () => ({
      contents: 'throw new Error("Only flowcharts laid out by dagre are part of this bundle.");',
    }));
  },
};

// Old chunks carry old hashes: start from nothing, so that they do not pile up.
await rm(out, { recursive: true, force: true });

await build({
  entryPoints: { mermaid: new URL("./src/mermaid.js", import.meta.url).pathname },
  outdir: out,
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "linked",
  logLevel: "warning",
  plugins: [flowchartsOnly],
});
