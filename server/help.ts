/** What the editor asks about a place while one writes or wonders: completion, hover, *Why Here?*, and where routes are. */
import type {
  CompletionItem,
  CompletionParams,
  Connection,
  DefinitionParams,
  Hover,
  HoverParams,
  Location,
  TextDocuments,
  WorkspaceSymbol,
  WorkspaceSymbolParams,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { patternCompletions } from "#features/completion";
import {
  configurationCompletions,
  configurationHover,
  mayConfigure,
} from "#features/configurationHelp";
import { routeDefinition } from "#features/routeDefinition";
import { routeHover } from "#features/routeHover";
import { routeSymbols } from "#features/routeList";
import { suppressionCompletions, suppressionHover } from "#features/suppressionHelp";
import { toPath } from "#features/uris";
import { whyHere } from "#features/whyHere";
import type { FilePath } from "#host";
import type { Report } from "#lint/report";
import type { PatternEntry, SourcePlace } from "#protocol";
import { allRules } from "#rules/index";
import { Lines } from "#syntax/lines";
import type { Session } from "./session.ts";

export interface HelpSources {
  readonly documents: TextDocuments<TextDocument>;
  readonly patterns: readonly PatternEntry[];
  /** Whether the client has tab stops. */
  hasSnippets(): boolean;
  isAsleep(): boolean;
  /** The session, once it has the newest text of a document, and of all others that are not very long. */
  upToDate(uri?: string): Promise<Session>;
  /** What is known of a file by now. */
  reports(path: FilePath): readonly Report[];
  uriOf(path: FilePath): string;
}

export class Help {
  private readonly sources: HelpSources;

  constructor(sources: HelpSources) {
    this.sources = sources;
  }

  listen(connection: Connection): void {
    connection.onCompletion((params) => this.complete(params));
    connection.onHover((params) => this.hover(params));
    connection.onDefinition((params) => this.definition(params));
    connection.onWorkspaceSymbol((params) => this.symbols(params));
  }

  /** As Markdown; undefined where no such file is read. */
  async whyHere({ uri, line, character }: SourcePlace): Promise<string | undefined> {
    const session = await this.sources.upToDate(uri);
    const file = session.workspace.file(toPath(uri) ?? "");
    if (file === undefined) return undefined;
    return whyHere(file, file.lines.offset({ line, character }), {
      workspace: session.workspace,
      reports: (path) => session.reports(path),
      leftOut: (path) => session.leftOut(path),
      linesOf: (path) => session.linesOf(path),
      uriOf: (path) => this.sources.uriOf(path),
    });
  }

  private async complete({ textDocument, position }: CompletionParams): Promise<CompletionItem[]> {
    const { documents, patterns, reports } = this.sources;
    const document = documents.get(textDocument.uri);
    const path = toPath(textDocument.uri);
    if (document === undefined || path === undefined) return [];
    const lines = new Lines(document.getText());
    const offset = lines.offset(position);
    const hasSnippets = this.sources.hasSnippets();
    if (mayConfigure(path))
      return configurationCompletions({ path, lines }, offset, allRules, hasSnippets);
    if (document.languageId !== "python") return [];
    const found = patternCompletions(patterns, lines, offset, hasSnippets);
    if (found.length > 0 || this.sources.isAsleep()) return found;
    await this.sources.upToDate(textDocument.uri);
    return suppressionCompletions(lines, offset, reports(path), allRules, hasSnippets);
  }

  private async hover({ textDocument, position }: HoverParams): Promise<Hover | undefined> {
    const document = this.sources.documents.get(textDocument.uri);
    const path = toPath(textDocument.uri);
    if (document === undefined || path === undefined || this.sources.isAsleep()) return undefined;
    const lines = new Lines(document.getText());
    const offset = lines.offset(position);
    if (mayConfigure(path)) return configurationHover({ path, lines }, offset, allRules);
    const found = suppressionHover(lines, offset, allRules);
    if (found !== undefined) return found;
    const { workspace } = await this.sources.upToDate(textDocument.uri);
    const file = workspace.file(path);
    if (file === undefined) return undefined;
    return routeHover(file, file.lines.offset(position), workspace.projectOf(path), this.sources);
  }

  private async definition({ textDocument, position }: DefinitionParams): Promise<Location[]> {
    if (this.sources.isAsleep()) return [];
    const { workspace } = await this.sources.upToDate(textDocument.uri);
    const file = workspace.file(toPath(textDocument.uri) ?? "");
    if (file === undefined) return [];
    const project = workspace.projectOf(file.path);
    return [...routeDefinition(file, file.lines.offset(position), project, this.sources)];
  }

  private async symbols({ query }: WorkspaceSymbolParams): Promise<WorkspaceSymbol[]> {
    if (this.sources.isAsleep()) return [];
    const { workspace } = await this.sources.upToDate();
    return routeSymbols(query, workspace, this.sources);
  }
}
