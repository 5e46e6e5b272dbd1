/** The language server on Node: over IPC where the editor asks for it, else over standard input and output. */
import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { loadGrammars, readPatterns, readTemplates, rulePage, version } from "./assets.ts";
import { serve } from "./languageServer.ts";
import { NodeHost, resolved } from "./nodeHost.ts";

export async function runServer(): Promise<void> {
  const usesIpc = process.argv.includes("--node-ipc");
  const connection = usesIpc
    ? createConnection(ProposedFeatures.all)
    : createConnection(
        ProposedFeatures.all,
        new StreamMessageReader(process.stdin),
        new StreamMessageWriter(process.stdout),
      );
  const python = await loadGrammars();
  serve(connection, {
    hostOf: (folders) => new NodeHost(folders.map(resolved)),
    now: () => performance.now(),
    python,
    patterns: readPatterns(),
    templates: readTemplates(),
    version,
    rulePage,
    later: (run) => setImmediate(run),
  });
}
