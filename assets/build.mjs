// Builds every module's assets into build/static, with the content's hash in each name, and writes manifest.json.
//   cinnabar/*/assets/*.css       → app.css (one layered sheet; tokens first)
//   cinnabar/*/assets/*.ts        → app.js  (small behaviours, one file each)
//   cinnabar/*/assets/pages/*.ts, *.css → one file per page that asks for it with asset("NAME.js"), asset("NAME.css")
//   cinnabar/*/assets/*.{svg,webp,jpg,png} → copied;  assets/icons.txt → icons.svg from lucide
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, "build", "static");
const fresh = join(root, "build", `static.${process.pid}`);
rmSync(fresh, { recursive: true, force: true });
mkdirSync(fresh, { recursive: true });

const modules = readdirSync(join(root, "cinnabar"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort((a, b) => (a === "design" ? -1 : b === "design" ? 1 : a.localeCompare(b)));
const filesIn = (folder, endings) =>
  existsSync(folder) ? readdirSync(folder).filter((name) => endings.includes(extname(name))).sort().map((name) => join(folder, name)) : [];
const every = (endings, below = "") => modules.flatMap((name) => filesIn(join(root, "cinnabar", name, "assets", below), endings));

const sheets = every([".css"]).sort((a, b) => Number(b.endsWith("tokens.css")) - Number(a.endsWith("tokens.css")));
const behaviours = every([".ts"]);
const manifest = {};
const BROWSERS = ["chrome125", "safari17.5", "firefox128"];

function write(name, content) {
  const hash = createHash("sha256").update(content).digest("base64url").replace(/[-_]/g, "").slice(0, 10);
  const named = name.replace(/(\.[a-z0-9]+)$/, `-${hash}$1`);
  writeFileSync(join(fresh, named), content);
  manifest[name] = named;
}

async function bundle(name, entry, options = {}) {
  const result = await build({
    ...entry, bundle: true, minify: true, write: false, format: "esm", target: ["es2022"], charset: "utf8",
    legalComments: "none", external: ["/static/*"], outfile: join(fresh, name), absWorkingDir: root, ...options,
  });
  write(name, result.outputFiles[0].contents);
}

const imports = (files) => files.map((file) => `import ${JSON.stringify(file)};`).join("\n");
const css = sheets.map((file) => `@import ${JSON.stringify(file)};`).join("\n");
await bundle("app.css", { stdin: { contents: css, resolveDir: root, loader: "css" } }, { target: BROWSERS });
await bundle("app.js", { stdin: { contents: imports(behaviours), resolveDir: root, loader: "ts" } });
// At their end stands whose code they have in them.
for (const file of every([".ts"], "pages")) await bundle(`${basename(file, ".ts")}.js`, { entryPoints: [file] }, { legalComments: "eof" });
for (const file of every([".css"], "pages")) await bundle(basename(file), { entryPoints: [file] }, { target: BROWSERS });
for (const file of every([".svg", ".webp", ".jpg", ".png"])) write(basename(file), readFileSync(file));

const names = readFileSync(join(root, "assets", "icons.txt"), "utf8").split(/\s+/).filter(Boolean);
const symbols = names.map((name) => {
  const source = readFileSync(join(root, "node_modules", "lucide-static", "icons", `${name}.svg`), "utf8");
  const inner = source.slice(source.indexOf(">", source.indexOf("<svg")) + 1, source.lastIndexOf("</svg>")).replace(/\s+/g, " ").trim();
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`;
});
write("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);

writeFileSync(join(fresh, "manifest.json"), JSON.stringify(manifest, null, 1));
// The old files stay for pages that a browser still shows; the new manifest comes last and in one step.
mkdirSync(out, { recursive: true });
for (const name of readdirSync(fresh).filter((name) => name !== "manifest.json")) cpSync(join(fresh, name), join(out, name));
renameSync(join(fresh, "manifest.json"), join(out, "manifest.json"));
rmSync(fresh, { recursive: true, force: true });
