// `npm start [-- PATH…]`: sets up, builds, and checks the sample project or the given paths. Exits with 0 when the check itself ran.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { install, root, run } from "./setup.mjs";

install();
run(process.execPath, ["--import", "tsx", "scripts/build.ts"]);

const args = process.argv.slice(2);
const isSample = args.length === 0;
const { status } = spawnSync(
  process.execPath,
  [join(root, "dist/cli.js"), "check", ...(isSample ? ["docs/sample"] : args)],
  {
    // npm runs scripts in the package's folder; a relative path means where the person stands.
    cwd: isSample ? root : (process.env.INIT_CWD ?? process.cwd()),
    stdio: "inherit",
  },
);
if (isSample)
  console.log(`
This was the sample project in docs/sample. To go on:
  npm start -- PATH                            check your own project
  node dist/cli.js fix --diff docs/sample      see what the safe fixes would change
  node dist/cli.js rule missing-pool-pre-ping  read why a rule says what it says`);
// Findings are what this command is for, not its failure.
process.exitCode = status === 1 ? 0 : (status ?? 2);
