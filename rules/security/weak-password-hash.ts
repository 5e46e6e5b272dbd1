import { hashWithPwdlib } from "#lint/passwordFixes";
import { ruffOnHash } from "#lint/ruffCounterparts";
import { defineRule } from "#lint/rule";
import { WEAK_HASHES, weakHashesIn } from "#model/security/weakHashes";
import { weakSchemesIn } from "#model/security/weakSchemes";

export default defineRule({
  id: "weak-password-hash",
  category: "security",
  severity: "error",
  profile: "recommended",
  summary: "A password is hashed with a fast hash",
  needs: "project",
  startsAt: WEAK_HASHES,
  ruff: ["S324"],

  *check(file, project) {
    if (project.role(file) !== "application") return;
    const hashes = weakHashesIn(file, project);
    const fixes = hashes.length === 0 ? [] : hashWithPwdlib(hashes, file, project);
    for (const { row, call, algorithm } of hashes)
      yield {
        range: file.calleeRange(row),
        message: `${algorithm} is fast, so whoever has the hashes finds the passwords by trying. Hash passwords with pwdlib.`,
        fixes,
        ruff: ruffOnHash(row, call, file, project),
      };
    for (const { range, scheme } of weakSchemesIn(file, project))
      yield {
        range,
        message: `New passwords are hashed with ${scheme}, from which they are found by trying. Hash passwords with pwdlib.`,
      };
  },
});
