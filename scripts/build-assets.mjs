// Builds what the pages load: jianyan/ui/assets → jianyan/ui/static/ui (not in git, but in the wheel).
// Usage: node scripts/build-assets.mjs
import { copyFile, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, "jianyan/ui/assets");
const target = join(root, "jianyan/ui/static/ui");
const iconFolder = join(root, "node_modules/@tabler/icons/icons/outline");

// The oldest kernels still met in offices: what can be written in their words is.
const browsers = ["chrome80", "firefox78", "safari13"];

/** Style sheets and scripts, bundled and minified. Licences of what is bundled stay at the end of each file. */
async function bundle() {
  await build({
    entryPoints: ["app.css", "public.css", "slides.css", "app.js", "form.js", "desk.js", "chart.js", "slides.js", "theme.js"].map((name) => join(source, name)),
    outdir: target,
    bundle: true,
    minify: true,
    charset: "utf8",
    format: "iife",
    legalComments: "eof",
    target: browsers,
    supported: { destructuring: true }, // Safari 13 has it, but for corners that nothing here comes near
    nodePaths: [join(root, "node_modules")],
    logLevel: "warning",
    logOverride: { "css-syntax-error": "silent", "invalid-@layer": "silent" },
  });
}

/** One file with a <symbol> for each icon named in icons.txt; a name that does not exist stops the build. */
async function sprite() {
  const names = (await readFile(join(root, "jianyan/ui/icons.txt"), "utf8")).split(/\s+/).filter(Boolean);
  const symbols = [];
  for (const name of names) {
    const svg = await readFile(join(iconFolder, `${name}.svg`), "utf8").catch(() => {
      throw new Error(`icons.txt names "${name}", which is not an outline icon of @tabler/icons`);
    });
    const body = svg
      .replace(/^[\s\S]*?<svg[^>]*>/, "")
      .replace(/<\/svg>\s*$/, "")
      .replace(/<path stroke="none"[^>]*\/>/, "")
      .replace(/\s*\n\s*/g, "");
    symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`);
  }
  const licence = "<!-- Tabler Icons, MIT licence, copyright Paweł Kuna -->";
  const svg = `<svg xmlns="http://www.w3.org/2000/svg">${licence}${symbols.join("")}</svg>\n`;
  await writeFile(join(target, "icons.svg"), svg);
  return names.length;
}

await mkdir(target, { recursive: true });
await bundle();
const icons = await sprite();
await copyFile(join(source, "mark.svg"), join(target, "mark.svg"));
for (const name of ["app.css", "public.css", "slides.css", "app.js", "form.js", "desk.js", "chart.js", "slides.js", "theme.js", "icons.svg"]) {
  const { size } = await stat(join(target, name));
  console.log(`${name.padEnd(12)} ${String(Math.ceil(size / 1024)).padStart(4)} kB`);
}
console.log(`${icons} icons`);
