/** *Why Here?* as text: what the engine knows of a line, and where it stopped. */
import { relativePath } from "#formats/reports";
import type { FilePath } from "#host";
import type { LeftOut } from "#lint/lint";
import { printable } from "#lint/printable";
import type {
  CallExplanation,
  Explanation,
  Place,
  SymbolExplanation,
  TargetExplanation,
} from "#model/explanation";
import type { Lines } from "#syntax/lines";
import { overlaps, type Range } from "#syntax/range";

/** Why findings of a line are not reported, a line of text each; empty where there are none. */
export function leftOutText(leftOut: readonly LeftOut[], line: Range): string {
  const here = leftOut.filter(({ report }) => overlaps(report.range, line));
  const lines = here.map(({ report, why }) => `${report.rule.id} is not reported: ${why}.`);
  return lines.length > 0 ? `\n${lines.map(printable).join("\n")}\n` : "";
}

export interface ExplanationOptions {
  /** Paths are told relative to this folder. */
  readonly folder: FilePath;
  linesOf(path: FilePath): Lines | undefined;
}

export function explanationText(explanation: Explanation, options: ExplanationOptions): string {
  const lines = [
    ...functionLines(explanation, options),
    ...explanation.calls.flatMap((call) => callLines(call, options)),
  ];
  if (explanation.calls.length === 0) lines.push("Nothing is called on this line.");
  return `${lines.map(printable).join("\n")}\n`;
}

function functionLines(explanation: Explanation, options: ExplanationOptions): string[] {
  const { function: around } = explanation;
  const sentence = functionSentence(explanation);
  return [
    sentence,
    ...(around?.loopPath ?? []).map((place) => `  ${place.name}()  ${at(place, options)}`),
    ...roleSentence(explanation),
  ];
}

/** Where the code runs. The way there follows, where there is one. */
export function functionSentence({ function: around }: Explanation): string {
  if (around === undefined) return "Outside every function: it runs when the module is imported.";
  const { name, isAsync, isHandler, loopPath } = around;
  if (isAsync) return `In ${name}(), a coroutine: it runs on the event loop.`;
  if (loopPath.length > 0)
    return `In ${name}(), a plain function. It runs on the event loop, called by`;
  return isHandler
    ? `In ${name}(), a plain handler: FastAPI runs it in the thread pool.`
    : `In ${name}(), a plain function that no known coroutine calls.`;
}

/** Why most rules say nothing about a file. */
export function roleSentence({ role }: Explanation): string[] {
  if (role === "application") return [];
  const what = role === "test" || role === "script" ? `a ${role}` : ROLES[role];
  return [`The file counts as ${what}; most rules speak of application files only.`];
}

const ROLES = {
  migration: "a migration",
  example: "an example",
  generated: "generated code",
  vendored: "code of others",
} as const;

function callLines(call: CallExplanation, options: ExplanationOptions): string[] {
  const lines = [
    "",
    `${call.text}()`,
    `  ${symbolSentence(call, (it) => targetText(it, options))}`,
  ];
  for (const { name, way } of call.blocked) {
    lines.push(`  ${blockedSentence(name, way.length)}`);
    lines.push(...way.map((place) => `    ${place.name}()  ${at(place, options)}`));
  }
  return lines;
}

/** What a name or call is, or at which part of it knowledge ends. */
export function symbolSentence(
  { text, target, stop }: SymbolExplanation,
  show: (target: TargetExplanation) => string,
  quote: (word: string) => string = (word) => `"${word}"`,
): string {
  if (target !== undefined) return `is ${show(target)}`;
  if (stop?.known === undefined)
    return `is not known: nothing tells what ${quote(stop?.word ?? text)} is`;
  return `is not known: ${show(stop.known)} is, but not what ${quote(stop.word)} of it is`;
}

export function blockedSentence(name: string, steps: number): string {
  if (steps === 0) return "keeps the event loop";
  return `keeps the event loop: it reaches ${name} in ${steps} ${steps === 1 ? "step" : "steps"}`;
}

/** What follows a name. */
export const KINDS: Readonly<Record<TargetExplanation["kind"], string>> = {
  library: "of a library",
  function: "a function",
  class: "a class",
  object: "an object",
  module: "a module",
};

function targetText({ kind, name, place }: TargetExplanation, options: ExplanationOptions): string {
  const where = place === undefined ? "" : `  ${at(place, options)}`;
  return `${name}, ${KINDS[kind]}${where}`;
}

function at({ path, range }: Place, { folder, linesOf }: ExplanationOptions): string {
  const line = linesOf(path)?.position(range.start).line ?? 1;
  return `${relativePath(folder, path)}:${line}`;
}
