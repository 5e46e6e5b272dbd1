/** `npm run test:editor [-- --repeat N]`: the tests in a real VS Code, against the packed extension. Needs Linux x64. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import Mocha from "mocha";
import { compileSuite } from "#editor/compileSuite";
import { installEditor, unsupported } from "#editor/install";
import { failureFolder, packedExtension, root, sample } from "#editor/paths";
import type { SuiteResult } from "#editor/report";
import { runSuite } from "#editor/suiteRun";

/** Milliseconds for one folder, in place of the half minute that it takes. */
const limit = 300_000;

const { values } = parseArgs({ options: { repeat: { type: "string", default: "1" } } });
const why = unsupported();
if (why !== undefined) console.error(why);
process.exitCode = why === undefined ? await runAll(Number(values.repeat)) : 2;
process.exit();

async function runAll(times: number): Promise<number> {
  const vsix = packedExtension();
  const suite = await compileSuite(root);
  console.log(`VS Code ${installEditor().version}`);
  const interfaceTests = await loadInterfaceTests();
  const results: SuiteResult[] = [];
  for (let time = 1; time <= times; time++) {
    if (times > 1) console.log(`\nRun ${time} of ${times}`);
    for (const name of ["workspace", "without-fastapi"] as const) {
      const failures = join(failureFolder, name);
      const run = { vsix, suite, workspace: sample(name), failureFolder: failures, limit };
      results.push(await runSuite(run));
    }
    results.push(await runInterfaceTests(interfaceTests));
  }
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** These run here, and drive the editor from outside by its window. */
async function loadInterfaceTests(): Promise<Mocha> {
  const folder = join(root, "test/editor/interface");
  const mocha = new Mocha({ timeout: 120_000, slow: 30_000 }).cleanReferencesAfterRun(false);
  for (const name of readdirSync(folder)) {
    if (name.endsWith(".test.ts")) mocha.addFile(join(folder, name));
  }
  await mocha.loadFilesAsync();
  return mocha;
}

function runInterfaceTests(mocha: Mocha): Promise<SuiteResult> {
  return new Promise((resolve) => {
    let passed = 0;
    mocha.run((failed) => resolve({ passed, failed })).on("pass", () => passed++);
  });
}
