/** *Why Here?* as text: what the engine knows of a line, and where it stopped. */
import { relativePath } from "#formats/reports";
import type { FilePath } from "#host";
import { printable } from "#lint/printable";
import type { CallExplanation, Explanation, Place, TargetExplanation } from "#model/explanation";
import type { Lines } from "#syntax/lines";

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

function functionLines({ function: around }: Explanation, options: ExplanationOptions): string[] {
  if (around === undefined) return ["Outside every function: it runs when the module is imported."];
  const { name, isAsync, loopPath } = around;
  if (isAsync) return [`In ${name}(), a coroutine: it runs on the event loop.`];
  if (loopPath.length === 0)
    return [`In ${name}(), a plain function that no known coroutine calls.`];
  return [
    `In ${name}(), a plain function. It runs on the event loop, called by`,
    ...loopPath.map((place) => `  ${place.name}()  ${at(place, options)}`),
  ];
}

function callLines(call: CallExplanation, options: ExplanationOptions): string[] {
  const lines = ["", `${call.text}()`];
  if (call.target !== undefined) lines.push(`  is ${targetText(call.target, options)}`);
  else if (call.stop?.known !== undefined)
    lines.push(
      `  is not known: ${targetText(call.stop.known, options)} is, but not what "${call.stop.word}" of it is`,
    );
  else lines.push(`  is not known: nothing tells what "${call.stop?.word ?? call.text}" is`);
  for (const { blocking, steps } of call.blocked)
    lines.push(
      steps.length === 0
        ? "  keeps the event loop"
        : `  keeps the event loop: it reaches ${blocking.name} in ${steps.length} ${steps.length === 1 ? "step" : "steps"}`,
    );
  return lines;
}

const KINDS: Readonly<Record<TargetExplanation["kind"], string>> = {
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
