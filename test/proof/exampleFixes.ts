/** Tries the fixes of the rules' examples, in many manners. */

import { ownRules } from "#lint/ownRules";
import type { Report } from "#lint/report";
import type { Fix } from "#lint/rule";
import { allowInFile, allowOnLine } from "#lint/suppressions";
import { Lines } from "#syntax/lines";
import { type Example, ExampleEngine, SAME, type Variant } from "./examples.ts";
import { type Judgement, judge } from "./fixedTexts.ts";
import { firstFix, fixAtOnce, fixOneByOne, safeFix } from "./fixRounds.ts";
import { type Trial, tryFix } from "./fixTrials.ts";

export interface ExampleResult {
  readonly judgements: readonly Judgement[];
  /** Sentences about examples: by name what their variants lack, and what applying all fixes does. */
  readonly faults: ReadonlyMap<string, readonly string[]>;
}

/** @param variants of these examples */
export function tryExamples(
  examples: readonly Example[],
  variants: readonly Variant[],
  python: string,
): ExampleResult {
  const trials: Trial[] = [];
  const faults = new Map<string, string[]>();
  const add = (name: string, fault: string): void => {
    faults.set(name, [...(faults.get(name) ?? []), fault]);
  };
  const said = new Map<string, string>();
  for (const example of examples) {
    const engine = new ExampleEngine(example.files);
    said.set(example.name, messagesOf(engine));
    trials.push(...trialsOf(example, "as it is", engine));
    for (const fault of faultsOfRounds(engine)) add(example.name, fault);
  }
  for (const variant of variants) {
    const engine = new ExampleEngine(variant.files);
    const isSame = !SAME.has(variant.manner) || messagesOf(engine) === said.get(variant.name);
    if (!isSame) add(variant.name, `has other findings in the manner "${variant.manner}"`);
    trials.push(...trialsOf(variant, variant.manner, engine));
  }
  return { judgements: judge(trials, python), faults };
}

function trialsOf({ name }: Example, manner: string, engine: ExampleEngine): Trial[] {
  const reports = engine.allReports();
  return reports.flatMap((report) =>
    [...(report.fixes ?? []), ...(report === reports[0] ? allowing(report, engine) : [])].map(
      (fix) => {
        const trial = tryFix(report, fix, engine);
        return { ...trial, place: `${name}, ${manner}, ${trial.place}` };
      },
    ),
  );
}

/** *Allow on this line* and *in this file*, which findings in code have. */
function allowing(report: Report, engine: ExampleEngine): Fix[] {
  if (ownRules.includes(report.rule)) return [];
  const lines = new Lines(engine.textOf(report.path) ?? "");
  return [allowOnLine(report, lines), allowInFile(report, lines)];
}

/** The findings without their places; blanks are those of the code that a message repeats. */
function messagesOf(engine: ExampleEngine): string {
  return engine
    .allReports()
    .map(({ rule, message }) => `${rule.id}: ${message.replace(/\s/g, "")}`)
    .sort()
    .join("\n");
}

function* faultsOfRounds(engine: ExampleEngine): Iterable<string> {
  for (const path of engine.paths())
    for (const choice of [safeFix, firstFix]) {
      const atOnce = fixAtOnce(path, choice, engine);
      const oneByOne = fixOneByOne(path, choice, engine);
      for (const { fault } of [atOnce, oneByOne]) if (fault !== undefined) yield `${path} ${fault}`;
      if (JSON.stringify(atOnce.texts) !== JSON.stringify(oneByOne.texts))
        yield `${path} becomes another file by all fixes at once than by one after the other`;
    }
}
