// `npm test`: sets up, then runs every check and test of the project. The last line is `N passed, N failed`.
import { spawn } from "node:child_process";
import { install, root } from "./setup.mjs";

install();

const tsx = ["--import", "tsx"];
/** Each is one test of its own, but for those whose mocha counts them. */
const steps = [
  { name: "types", args: ["node_modules/typescript/bin/tsc"] },
  {
    name: "style",
    args: ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings"],
  },
  { name: "dead code", args: ["node_modules/knip/bin/knip.js"] },
  { name: "package", args: [...tsx, "scripts/package.ts"] },
  { name: "unit tests", args: ["node_modules/mocha/bin/mocha.js"], isCounted: true },
  { name: "editor tests", args: [...tsx, "scripts/testEditor.ts"], isCounted: true },
];

let passed = 0;
let failed = 0;
for (const step of steps) {
  const started = Date.now();
  console.log(`\n── ${step.name}`);
  const { code, output } = await run(step.args);
  const counted = step.isCounted ? counts(output) : undefined;
  passed += counted?.passed ?? (code === 0 ? 1 : 0);
  failed += counted?.failed ?? (code === 0 ? 0 : 1);
  // A runner that fails without a failing test has failed itself.
  if (code !== 0 && counted?.failed === 0) failed++;
  console.log(
    `── ${step.name}: ${code === 0 ? "ok" : `failed (${code})`}, ${Math.round((Date.now() - started) / 1000)} s`,
  );
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function run(args) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.on("close", (code) => done({ code: code ?? 1, output }));
  });
}

/** What mocha says in the end; the sum where it ran more than once. */
function counts(output) {
  const sum = (word) =>
    [...output.matchAll(new RegExp(`^\\s+(\\d+) ${word}`, "gm"))].reduce(
      (total, [, count]) => total + Number(count),
      0,
    );
  return { passed: sum("passing"), failed: sum("failing") };
}
