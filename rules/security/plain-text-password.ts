import { defineRule, type Related } from "#lint/rule";
import type { Project } from "#model/project";
import { type PlainPassword, plainPasswordsIn } from "#model/security/plainPasswords";

export default defineRule({
  id: "plain-text-password",
  category: "security",
  severity: "error",
  profile: "recommended",
  summary: "A password is stored, or compared with a stored one, as it was typed",
  needs: "project",

  *check(file, project) {
    if (project.role(file) !== "application") return;
    for (const password of plainPasswordsIn(file, project))
      yield {
        range: password.range,
        message:
          password.kind === "compared"
            ? "The stored password is plain text, so whoever reads the table can sign in as anybody. Store a hash, and verify it with pwdlib."
            : "The password is stored as it was typed, so whoever reads the table can sign in as anybody. Store its hash.",
        related: relatedOf(password, project),
      };
  },
});

function relatedOf({ column, steps }: PlainPassword, project: Project): Related[] {
  const found: Related[] = steps.map(({ path, call }) => ({
    path,
    range: () => project.file(path)?.calleeRange(call) ?? { start: 0, end: 0 },
    message: "The password of the request is passed on here.",
  }));
  if (column !== undefined)
    found.push({
      path: column.file.path,
      range: () => column.range,
      message: "The column that keeps it.",
    });
  return found;
}
