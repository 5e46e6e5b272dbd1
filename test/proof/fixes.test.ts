import assert from "node:assert/strict";
import { allRules } from "#rules/index";
import { pythonInterpreter } from "../python/environment.ts";
import { tryExamples } from "./exampleFixes.ts";
import { examplesOf, showsFindings, variantsOf } from "./examples.ts";

/** Every how-manieth variant is tried here; `npm run prove -- fixes` tries all, and real applications. */
const STEP = 16;

/** Python's compiler and tokenizer, and Ruff, judge what the fixes of the rules' examples leave. */
describe("a fix alone leaves whole files, and takes its finding away", () => {
  for (const rule of allRules)
    it(rule.id, function () {
      this.timeout(60_000);
      const examples = examplesOf(rule).filter(showsFindings);
      const variants = variantsOf(examples).filter((_, index) => index % STEP === 0);
      const { judgements, faults } = tryExamples(examples, variants, pythonInterpreter());
      const ofFixes = judgements.flatMap(({ trial: { place, title }, faults: found }) =>
        found.map((fault) => `${place}: "${title}" ${fault}`),
      );
      assert.deepEqual([...ofFixes, ...[...faults.values()].flat()], []);
    });
});
