/** The language server on Node: over IPC where the editor asks for it, else over standard input and output. */
import {
  createConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import type { Cache } from "#host";
import { loadGrammars, readPatterns, readTemplates, rulePage, version } from "./assets.ts";
import { Frames } from "./frames.ts";
import { serve } from "./languageServer.ts";
import { LifecycleReader } from "./lifecycle.ts";
import { NodeHost, resolved } from "./nodeHost.ts";

/** @param cache what earlier runs found; nothing is kept where there is none */
export async function runServer(cache: Cache | undefined): Promise<void> {
  const usesIpc = process.argv.includes("--node-ipc");
  const writer = usesIpc ? new IPCMessageWriter(process) : new StreamMessageWriter(process.stdout);
  const reader = new LifecycleReader(
    usesIpc ? new IPCMessageReader(process) : new StreamMessageReader(process.stdin),
    writer,
  );
  // Without its editor a server has nothing to do.
  const end = (): void => process.exit(reader.isShutDown ? 0 : 1);
  process.once("disconnect", end);
  if (!usesIpc) process.stdin.once("end", end).once("close", end);
  const connection = createConnection(ProposedFeatures.all, reader, writer);
  const python = await loadGrammars();
  serve(connection, {
    hostOf: (folders) => new NodeHost(folders.map(resolved)),
    cache,
    now: () => performance.now(),
    python,
    patterns: readPatterns(),
    templates: readTemplates(),
    version,
    rulePage,
    later: (run) => setImmediate(run),
    after: (milliseconds, run) => setTimeout(run, milliseconds),
  });
  if (!usesIpc) watch(process.stdin);
}

/** Must be called when the connection listens already: the first listener sets the stream going. */
function watch(input: NodeJS.ReadStream): void {
  const frames = new Frames();
  input.on("data", (bytes: Buffer) => {
    const fault = frames.fault(bytes);
    if (fault === undefined) return;
    process.stderr.write(`${fault} This is not the Language Server Protocol.\n`);
    process.exit(1);
  });
}
