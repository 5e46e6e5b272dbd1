import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { applies, pythonsAllowed } from "#model/packages/markers";
import { pythonInterpreter } from "../python/environment.ts";

const REQUIREMENTS = join(import.meta.dirname, "..", "python", "values-requirements.txt");

const REQUIRES = ["", ">=3.11", ">=3.9,<3.13", "~=3.10", "==3.12.*", ">=3.8,!=3.9.0", ">3.10.4"];
const MARKERS = [
  "python_version < '3.8'",
  "python_version >= '3.11'",
  'python_version>="3.9"',
  "python_version == '3.12'",
  "python_version != '3.12'",
  "python_version == '3.1*'",
  "python_version in '3.11 3.12'",
  "python_version not in '2.7'",
  "python_version ~= '3.10'",
  "python_version > '3'",
  "'3.10' <= python_version",
  "'3.10' > python_version",
  "python_full_version < '3.11.3'",
  "python_full_version >= '3.10.5'",
  "python_version < '3.8' and sys_platform == 'win32'",
  "python_version >= '3.8' or sys_platform == 'win32'",
  "sys_platform == 'win32'",
  "sys_platform != 'win32' and python_version >= '3.7'",
  "extra == 'standard'",
  "python_version < '3' and extra == 'standard'",
  "(python_version < '3.10' or python_version >= '3.12') and (os_name == 'nt' or os_name != 'nt')",
  "python_version < '3.10' or python_version >= '3.10'",
  "python_version < '3.9' or (python_version >= '3.9')",
  "((python_version >= '3.0'))",
  "platform_python_implementation == 'CPython' or python_version < '4'",
  "implementation_name == 'pypy'",
  "platform_machine not in 'arm64'",
] as const;

/** By pair, the answers that occur in some environment. */
function answersByPackaging(pairs: readonly (readonly [string, string])[]): readonly boolean[][] {
  const { stdout, stderr, status } = spawnSync(
    pythonInterpreter(REQUIREMENTS),
    [join(import.meta.dirname, "markers.py")],
    { input: JSON.stringify(pairs), encoding: "utf8" },
  );
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

describe("markers", () => {
  it("hold where packaging says so", () => {
    const pairs = REQUIRES.flatMap((requires) =>
      MARKERS.filter((marker) => !marker.includes("*")).map(
        (marker) => [requires, marker] as const,
      ),
    );
    const real = answersByPackaging(pairs);
    let decided = 0;
    for (const [index, [requires, marker]] of pairs.entries()) {
      const said = applies(marker, pythonsAllowed(requires || undefined));
      const answers = real[index] ?? [];
      if (said !== "sometimes") {
        decided++;
        assert.deepEqual(answers, [said === "always"], `${marker} for ${requires}`);
      } else if (!/platform|os_name|extra|implementation/.test(marker))
        assert.deepEqual(answers, [false, true], `${marker} for ${requires}`);
    }
    assert.ok(decided > 60, String(decided));
  });

  it("that cannot be read hold sometimes", () => {
    const pythons = pythonsAllowed(">=3.11");
    for (const marker of [
      "python_version",
      "python_version <",
      "python_version < '3' and",
      "(python_version < '3'",
      "python_version < '3')",
      "python_version < python_version",
      "'3' < '4'",
      "python_version < 'soon'",
      "python_version === 'x' nonsense",
      "and",
      `${"(".repeat(500)}python_version < '3'${")".repeat(500)}`,
      `python_version < '3'${" or python_version < '3'".repeat(2000)}`,
    ])
      assert.equal(applies(marker, pythons), "sometimes", marker.slice(0, 60));
    assert.equal(applies("  ", pythons), "always");
  });

  it("take every version for allowed where requires-python says nothing that can be read", () => {
    for (const requires of [undefined, "soon", ">=9"])
      assert.equal(applies("python_version >= '3.11'", pythonsAllowed(requires)), "sometimes");
  });
});
