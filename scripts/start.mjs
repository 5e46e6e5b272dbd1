// `npm start [-- PATH…]`: sets up, builds, and checks the sample project or the given paths. Always exits with 0 when the check itself ran.
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { install, root, run } from "./setup.mjs";

install();
run(process.execPath, ["--import", "tsx", "scripts/build.ts"]);

const paths = process.argv.slice(2);
// npm runs scripts in the package's folder; a relative path means where the person stands.
const from = process.env.INIT_CWD ?? process.cwd();
const { status } = spawnSync(
  process.execPath,
  [
    join(root, "dist/cli.js"),
    "check",
    ...(paths.length > 0 ? paths.map((path) => resolve(from, path)) : [join(root, "docs/sample")]),
  ],
  { cwd: paths.length > 0 ? from : root, stdio: "inherit" },
);
// Findings are what this command is for, not its failure.
process.exit(status === 1 ? 0 : (status ?? 2));
