import { removeArgument, replace } from "#lint/edits";
import { addImport } from "#lint/importEdits";
import { defineRule, type Fix } from "#lint/rule";
import type { SourceFile } from "#model/files/sourceFile";
import { isBrokenAt } from "#model/link/surroundings";
import type { Project } from "#model/project";
import type { Argument, Call } from "#syntax/facts";
import { NO_NAME } from "#syntax/names";

const CLIENTS = ["httpx.AsyncClient", "httpx.Client"];

export default defineRule({
  id: "removed-client-argument",
  category: "testing",
  severity: "error",
  profile: "recommended",
  summary: "An httpx client is given the application by an argument that httpx has removed",
  needs: "project",
  startsAt: { calls: CLIENTS },

  *check(file, project) {
    const role = project.role(file);
    if (role === "vendored" || role === "generated") return;
    for (const row of project.callsTo(file, CLIENTS).filter((it) => mayGiveApp(it, file))) {
      const call = file.call(row);
      const argument = call?.arguments.find(({ keyword }) => keyword === "app");
      if (call === undefined || argument === undefined) continue;
      const library = libraryOf(call, file, project);
      const version = removedIn(library.name, project);
      if (version === undefined) continue;
      const written = file.slice(argument);
      const given = /^app\s*=\s*[\w.]+$/.test(written) ? written : "app=…";
      const transport = isAsyncClient(row, file, project) ? "ASGITransport" : "WSGITransport";
      yield {
        range: argument,
        message: `${version} has no app argument, so this call raises TypeError. Pass transport=${transport}(${given}).`,
        fixes: isBrokenAt(call, file) ? [] : [fixOf(call, argument, transport, library, file)],
      };
    }
  },
});

/** Before its tree is read: most clients have no such argument. */
function mayGiveApp(row: number, { outline: { calls }, text }: SourceFile): boolean {
  return /\bapp\s*=/.test(text.slice(calls.calleeEnd(row), calls.end(row)));
}

interface Library {
  readonly name: "httpx" | "httpx2";
  /** How the file calls the module that it imports whole, such as `httpx`. */
  readonly module: string | undefined;
}

/** httpx2 is told from httpx by the import of the name with which the call begins. */
function libraryOf(call: Call, file: SourceFile, { workspace }: Project): Library {
  const { imports } = file.outline;
  const callee = file.slice(call.callee).replace(/\s+/g, "");
  const [root = ""] = callee.split(".");
  for (let row = 0; row < imports.length; row++) {
    const module = workspace.names.text(imports.module(row));
    const isWhole = imports.name(row) === NO_NAME;
    const bound = [imports.alias(row), imports.name(row), imports.module(row)].find(
      (word) => word !== NO_NAME,
    );
    if (!/^httpx2?$/.test(module) || workspace.names.text(bound ?? NO_NAME) !== root) continue;
    return { name: module === "httpx2" ? "httpx2" : "httpx", module: isWhole ? root : undefined };
  }
  return { name: "httpx", module: undefined };
}

/** The library with its version, where that version no longer knows the argument. */
function removedIn(name: Library["name"], project: Project): string | undefined {
  const packages = project.packages();
  if (name === "httpx" && packages.atLeast("httpx", "0.28") === false) return undefined;
  const version = packages.version(name);
  if (version.kind === "locked") return `${name} ${version.version}`;
  if (version.kind === "allowed" && version.newest !== undefined)
    return `${name} ${version.newest}`;
  return name === "httpx" ? "httpx 0.28" : name;
}

function isAsyncClient(row: number, file: SourceFile, project: Project): boolean {
  return project.qualifiedName(project.callee(file, row)) === "httpx.AsyncClient";
}

/** The call always raises, so that nothing which worked can stop working. */
function fixOf(
  call: Call,
  argument: Argument,
  transport: string,
  library: Library,
  file: SourceFile,
): Fix {
  if (call.arguments.some(({ keyword }) => keyword === "transport"))
    return {
      title: "Remove app",
      safety: "safe",
      edits: () => [removeArgument(call, argument, file)],
    };
  return {
    title: `Use ${transport}`,
    safety: "safe",
    edits() {
      const { localName, edits } =
        library.module === undefined
          ? addImport(file, { modules: [library.name], name: transport })
          : { localName: `${library.module}.${transport}`, edits: [] };
      const text = `transport=${localName}(${file.slice(argument)})`;
      return [...edits, replace(argument, text, file)];
    },
  };
}
