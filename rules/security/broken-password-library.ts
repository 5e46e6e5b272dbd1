import type { FilePath } from "#host";
import { limitBcrypt, replaceByPwdlib } from "#lint/passlibFixes";
import { defineRule, type Finding } from "#lint/rule";
import type { Project } from "#model/project";
import {
  PASSLIB_IMPORTS,
  passlibImport,
  passlibImporters,
  passlibRequirement,
  passlibUse,
} from "#model/security/passlib";
import type { Range } from "#syntax/range";

export default defineRule({
  id: "broken-password-library",
  category: "security",
  severity: "error",
  profile: "recommended",
  summary: "passlib is no longer maintained and cannot use today's bcrypt",
  needs: "project",
  startsAt: PASSLIB_IMPORTS,

  *check(file, project) {
    const range = passlibImport(file, project);
    if (range === undefined || passlibRequirement(project) !== undefined) return;
    // Once a project, at its first import.
    if (passlibImporters(project)[0] === file.path) yield findingAt(range, project);
  },

  *checkManifests(project) {
    const place = passlibRequirement(project);
    const [first] = place === undefined ? [] : passlibImporters(project);
    if (place === undefined || first === undefined) return;
    yield {
      path: `${project.folder}/${place.file}`,
      ...findingAt({ start: place.start, end: place.end }, project),
      related: [
        { path: first, range: () => importIn(first, project), message: "It is imported here." },
      ],
    };
  },
});

function importIn(path: FilePath, project: Project): Range {
  const file = project.file(path);
  return (file && passlibImport(file, project)) ?? { start: 0, end: 0 };
}

function findingAt(range: Range, project: Project): Finding {
  const { isBroken, bcrypt } = passlibUse(project);
  const successor = replaceByPwdlib(project);
  return {
    range,
    severity: isBroken ? "error" : "info",
    message: isBroken
      ? `passlib cannot use ${bcrypt}, so every bcrypt hash and check raises ValueError. Use pwdlib, which verifies the hashes made so far.`
      : "passlib has had no release since 2020, and its bcrypt breaks with bcrypt 5. Use pwdlib, which verifies the hashes made so far.",
    fixes: isBroken ? [...successor, ...limitBcrypt(project)] : successor,
  };
}
