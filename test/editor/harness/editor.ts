/** Starts a real VS Code, with a profile of its own, as a web server on a free port of 127.0.0.1. */
import { type ChildProcess, execFileSync } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Installation, installEditor } from "./install.ts";
import { endGroup, spawnGroup } from "./processGroups.ts";

export interface EditorOptions {
  /** The packed extensions to install first. */
  readonly extensions: readonly string[];
  /** User settings on top of the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** For the extension host. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Opens every folder in Restricted Mode instead of trusting it. */
  readonly restricted?: boolean;
}

export interface Editor {
  /** "http://127.0.0.1:41234" */
  readonly url: string;
  readonly version: string;
  /** For temporary files of what belongs to this editor; removed by `stop`. */
  readonly temporaryFolder: string;
  /** What its server has written so far. */
  readonly logFile: string;
  stop(): Promise<void>;
}

/** Milliseconds. */
const startLimit = 60_000;

/** Keep the editor quiet, offline and the same on every run. */
const quietSettings = {
  "chat.disableAIFeatures": true,
  "editor.accessibilitySupport": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  // The default of the desktop; in a browser it is another.
  "files.autoSave": "off",
  "files.simpleDialog.enable": true,
  "git.enabled": false,
  "security.workspace.trust.banner": "never",
  "security.workspace.trust.startupPrompt": "never",
  "telemetry.telemetryLevel": "off",
  "update.showReleaseNotes": false,
  "window.confirmBeforeClose": "never",
  "workbench.reduceMotion": "on",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

export async function startEditor(options: EditorOptions): Promise<Editor> {
  const installation = installEditor();
  // A short path: VS Code puts Unix sockets below it, whose paths are limited to about 100 characters.
  const home = mkdtempSync(join(tmpdir(), "rw-"));
  const removeHome = () =>
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  process.on("exit", removeHome);
  const profile = makeProfile(home, options);
  for (const file of options.extensions) installExtension(installation, profile, file);

  const server = spawnGroup(
    installation.node,
    [installation.entry, ...profile.flags, ...serverFlags(options)],
    { env: profile.environment, stdio: ["ignore", "pipe", "pipe"] },
  );
  const stop = async () => {
    await endGroup(server);
    removeHome();
    process.off("exit", removeHome);
  };
  try {
    const url = await addressOf(server, profile.logFile);
    const { version } = installation;
    const { temporaryFolder, logFile } = profile;
    return { url, version, temporaryFolder, logFile, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Profile {
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly temporaryFolder: string;
  readonly logFile: string;
}

function makeProfile(home: string, options: EditorOptions): Profile {
  const data = join(home, "data");
  const extensions = join(home, "extensions");
  const temporaryFolder = join(home, "t");
  for (const folder of [join(data, "User"), extensions, temporaryFolder]) {
    mkdirSync(folder, { recursive: true });
  }
  const configuration = join(home, "config.yaml");
  writeFileSync(configuration, "");
  const settings = { ...quietSettings, ...options.settings };
  writeFileSync(join(data, "User/settings.json"), JSON.stringify(settings));
  return {
    flags: [
      `--config=${configuration}`,
      `--user-data-dir=${data}`,
      `--extensions-dir=${extensions}`,
    ],
    environment: {
      ...ownEnvironment(),
      TMPDIR: temporaryFolder,
      XDG_RUNTIME_DIR: temporaryFolder,
      EXTENSIONS_GALLERY: '{"serviceUrl":""}',
      ...options.environment,
    },
    temporaryFolder,
    logFile: join(home, "server.log"),
  };
}

/** Ours without what an editor or a test runner around this process has put there for itself. */
function ownEnvironment(): Record<string, string | undefined> {
  const foreign = /^(VSCODE_|ELECTRON_|CODE_SERVER_|npm_|(PORT|PASSWORD|NODE_OPTIONS)$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

function installExtension(installation: Installation, profile: Profile, file: string): void {
  execFileSync(
    installation.node,
    [installation.entry, ...profile.flags, "--force", "--install-extension", resolve(file)],
    { env: profile.environment, stdio: "pipe" },
  );
}

function serverFlags({ restricted = false }: EditorOptions): readonly string[] {
  return [
    "--bind-addr=127.0.0.1:0",
    "--auth=none",
    "--ignore-last-opened",
    "--disable-telemetry",
    "--disable-update-check",
    "--disable-getting-started-override",
    "--disable-proxy",
    ...(restricted ? [] : ["--disable-workspace-trust"]),
    // A built VS Code honours extensionDevelopmentPath and extensionTestsPath in the address only with this switch.
    "--vscode-option",
    "enable-smoke-test-driver",
  ];
}

function addressOf(server: ChildProcess, logFile: string): Promise<string> {
  const log = createWriteStream(logFile);
  return new Promise((resolvePromise, reject) => {
    let seen = "";
    const read = (chunk: Buffer) => {
      log.write(chunk);
      seen += chunk.toString();
      const address = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(seen)?.[1];
      if (address !== undefined) resolvePromise(address);
    };
    server.stdout?.on("data", read);
    server.stderr?.on("data", read);
    server.once("error", reject);
    server.once("exit", () => reject(new Error(`VS Code ended at its start:\n${seen}`)));
    setTimeout(
      () => reject(new Error(`VS Code did not listen within ${startLimit} ms:\n${seen}`)),
      startLimit,
    ).unref();
  });
}
