/** A headless Chromium on the workbench of an editor. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import type { Editor } from "./editor.ts";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--force-color-profile=srgb",
  // It can reach this machine alone, here and where there is a network.
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
];

/** The path of a Chromium or Chrome. Where there is none, Debian's is installed if this process may. */
function installBrowser(): string {
  const found = findBrowser();
  if (found !== undefined) return found;
  const advice =
    "No Chromium or Chrome was found. Install one (Debian: apt-get install chromium) or set CHROME_PATH.";
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) throw new Error(advice);
  console.error("Installing Chromium with apt-get (once) …");
  const options = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  const wait = ["-qq", "-o", "DPkg::Lock::Timeout=300"];
  execFileSync("apt-get", [...wait, "update"], options);
  const packages = ["chromium", "fonts-dejavu-core"];
  execFileSync(
    "apt-get",
    [...wait, "install", "-y", "--no-install-recommends", ...packages],
    options,
  );
  const installed = findBrowser();
  if (installed === undefined) throw new Error(advice);
  return installed;
}

/** Close it before the editor is stopped. */
export function startBrowser(editor: Editor): Promise<Browser> {
  return chromium.launch({
    executablePath: installBrowser(),
    args: flags,
    env: { ...process.env, TMPDIR: editor.temporaryFolder },
  });
}

/**
 * The address that opens a folder.
 * @param payload what the workbench reads from its address, such as ["openFile", remoteUri(…)]
 */
export function workbenchUrl(
  editor: Editor,
  folder: string,
  payload: readonly (readonly [string, string])[] = [],
): string {
  const query = new URLSearchParams({
    folder: resolve(folder),
    payload: JSON.stringify([["skipWelcome", "true"], ["skipReleaseNotes", "true"], ...payload]),
  });
  return `${editor.url}/?${query}`;
}

/** The workbench's name of a path: for it, the editor's disk is a remote machine. In the extension host the scheme is `file`. */
export function remoteUri(editor: Editor, path: string): string {
  return `vscode-remote://${new URL(editor.url).host}${encodeURI(resolve(path))}`;
}

/** Resolves when the workbench has drawn itself. */
export async function workbenchReady(page: Page): Promise<void> {
  await page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: 60_000 });
}

function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [process.env.CHROME_PATH ?? "", ...onPath].find((path) => path !== "" && existsSync(path));
}
