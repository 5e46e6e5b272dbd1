/** *Why Here?*: what the engine knows of the place at a cursor, as a page whose links lead to the places it speaks of. */
import {
  blockedSentence,
  functionSentence,
  KINDS,
  roleSentence,
  symbolSentence,
} from "#formats/explanation";
import { relativePath } from "#formats/reports";
import type { FilePath } from "#host";
import type { LeftOut } from "#lint/lint";
import { markdownCode, markdownMessage } from "#lint/markdown";
import type { Report } from "#lint/report";
import type { Rule } from "#lint/rule";
import { pageAddress } from "#lint/ruleNames";
import {
  type CallExplanation,
  type Explanation,
  explain,
  type Place,
  type SymbolExplanation,
  type TargetExplanation,
} from "#model/explanation";
import type { SourceFile } from "#model/files/sourceFile";
import type { Workspace } from "#model/workspace";
import type { Lines } from "#syntax/lines";
import type { Range } from "#syntax/range";

export interface WhyHereSources {
  readonly workspace: Workspace;
  reports(path: FilePath): readonly Report[];
  leftOut(path: FilePath): readonly LeftOut[];
  linesOf(path: FilePath): Lines | undefined;
  uriOf(path: FilePath): string;
}

/** @param cursor a UTF-16 offset */
export function whyHere(file: SourceFile, cursor: number, sources: WhyHereSources): string {
  const project = sources.workspace.projectOf(file.path);
  const row = file.lines.lineAt(cursor);
  const line = { start: file.lines.start(row), end: file.lines.end(row) };
  const page = new Page(project.folder, sources);
  return page.of(explain(file, line, project, cursor), file, line);
}

class Page {
  private readonly folder: FilePath;
  private readonly sources: WhyHereSources;

  constructor(folder: FilePath, sources: WhyHereSources) {
    this.folder = folder;
    this.sources = sources;
  }

  of(explanation: Explanation, file: SourceFile, line: Range): string {
    const { symbol, calls } = explanation;
    const code = file.slice(line).trim();
    const here = { path: file.path, range: line, name: "" };
    const parts = [
      `# Why here?`,
      `${this.link(here)}${code === "" ? "" : `\n\n${block(code)}`}`,
      ...this.around(explanation),
      ...(symbol === undefined ? [] : [this.named(symbol)]),
      ...calls.map((call) => this.call(call)),
      ...(symbol === undefined && calls.length === 0 ? ["Nothing is called on this line."] : []),
      ...this.findings(file.path, line),
    ];
    return `${parts.join("\n\n")}\n`;
  }

  private around(explanation: Explanation): readonly string[] {
    const { function: around } = explanation;
    const written = `${around?.name}()`;
    const shown = around?.place ? this.jump(around.place, written) : markdownCode(written);
    const sentence = functionSentence(explanation).replace(written, () => shown);
    const way = around?.loopPath ?? [];
    return [
      way.length > 0 ? `${sentence}:\n\n${this.steps(way)}` : sentence,
      ...roleSentence(explanation),
    ];
  }

  private named(symbol: SymbolExplanation): string {
    return `## ${markdownCode(symbol.text)}\n\n${this.sentence(symbol)}.`;
  }

  private call(call: CallExplanation): string {
    const blocked = call.blocked.map(({ name, way }) => {
      const sentence = capital(blockedSentence(markdownCode(name), way.length));
      return way.length > 0 ? `${sentence}:\n\n${this.steps(way)}` : `${sentence}.`;
    });
    const text = markdownCode(`${call.text.replace(/\s+/g, " ")}()`);
    return [`## ${text}`, `${this.sentence(call)}.`, ...blocked].join("\n\n");
  }

  private sentence(symbol: SymbolExplanation): string {
    return capital(symbolSentence(symbol, (target) => this.target(target), markdownCode));
  }

  private target({ kind, name, place }: TargetExplanation): string {
    const where = place === undefined ? "" : `, in ${this.link(place)}`;
    return `${markdownCode(name)}, ${KINDS[kind]}${where}`;
  }

  private steps(way: readonly Place[]): string {
    return way
      .map(
        (place, index) => `${index + 1}. ${markdownCode(`${place.name}()`)} in ${this.link(place)}`,
      )
      .join("\n");
  }

  private findings(path: FilePath, line: Range): readonly string[] {
    const isHere = ({ range }: Report): boolean =>
      range.start <= line.end && line.start <= range.end;
    const told = this.sources.reports(path).filter(isHere);
    const untold = this.sources.leftOut(path).filter(({ report }) => isHere(report));
    const items = [
      ...told.map(({ rule, message }) => `- ${page(rule)}: ${markdownMessage(message)}`),
      ...untold.map(({ report, why }) => `- ${page(report.rule)} is not reported: ${why}.`),
    ];
    return items.length > 0 ? ["## Findings", items.join("\n")] : [];
  }

  /** Where a place is, as a link that leads there. */
  private link(place: Place): string {
    const path = relativePath(this.folder, place.path);
    return this.jump(place, `${path}:${this.lineOf(place)}`);
  }

  private jump(place: Place, text: string): string {
    // Brackets of a path would end the link.
    const address = this.sources
      .uriOf(place.path)
      .replace(/[()]/g, (it) => `%${it.charCodeAt(0).toString(16)}`);
    return `[${markdownCode(text)}](${address}#L${this.lineOf(place)})`;
  }

  private lineOf({ path, range }: Place): number {
    return this.sources.linesOf(path)?.position(range.start).line ?? 1;
  }
}

function page(rule: Rule): string {
  return `[${rule.id}](${pageAddress(rule)})`;
}

/** A fence that the code cannot close. */
function block(code: string): string {
  const shown = code.length > 300 ? `${code.slice(0, 300)}…` : code;
  const longest = Math.max(2, ...(shown.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}python\n${shown.replace(/[\p{Cc}\p{Bidi_Control}]/gu, " ")}\n${fence}`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
