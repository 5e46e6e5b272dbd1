/** `npm run test:electron`: the same suite in a desktop VS Code, which is downloaded. For every platform that VS Code has. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  runTests,
} from "@vscode/test-electron";
import { compileSuite } from "#editor/compileSuite";
import { packedExtension, root, sample } from "#editor/paths";
import { makeStandIn } from "#editor/suiteRun";

const vsix = packedExtension();
const suite = await compileSuite(root);
const executable = await download();
for (const name of ["workspace", "without-fastapi"] as const) await runIn(sample(name));

async function download(): Promise<string> {
  try {
    return await downloadAndUnzipVSCode();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    console.error(
      `VS Code cannot be downloaded here (${why}). On Linux x64, \`npm run test:editor\` runs the same suite.`,
    );
    process.exit(2);
  }
}

/** In a profile and a copy of the folder of its own. Rejects where a test fails. */
async function runIn(workspace: string): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "rw-electron-"));
  try {
    const folder = join(scratch, basename(workspace));
    cpSync(workspace, folder, { recursive: true });
    const profile = [
      `--user-data-dir=${join(scratch, "data")}`,
      `--extensions-dir=${join(scratch, "extensions")}`,
    ];
    installExtension(profile);
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: makeStandIn(scratch),
      extensionTestsPath: suite,
      launchArgs: [folder, ...profile, "--disable-workspace-trust", "--skip-welcome"],
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

function installExtension(profile: readonly string[]): void {
  const [command, ...defaults] = resolveCliArgsFromVSCodeExecutablePath(executable);
  if (command === undefined) throw new Error("VS Code has no command line");
  const { status } = spawnSync(
    command,
    [...defaults, ...profile, "--install-extension", vsix, "--force"],
    { stdio: "inherit", shell: process.platform === "win32" },
  );
  if (status !== 0) throw new Error("The packed extension could not be installed");
}
