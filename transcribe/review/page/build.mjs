// Builds the page into ../static: one script, one style sheet, and what licences ask to be named.
import { build } from "esbuild";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

const out = new URL("../static/", import.meta.url).pathname;
const here = new URL("./", import.meta.url).pathname;
mkdirSync(out, { recursive: true });
await build({
  absWorkingDir: here,
  entryPoints: { page: "src/main.ts" },
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
});
for (const file of ["index.html", "page.css", "icon.svg"]) copyFileSync(here + "src/" + file, out + file);
const used = "node_modules/wavesurfer.js/";
const { version } = JSON.parse(readFileSync(here + used + "package.json", "utf8"));
writeFileSync(
  out + "NOTICES.txt",
  `This page holds wavesurfer.js ${version}.\n\n` + readFileSync(here + used + "LICENSE", "utf8"),
);
