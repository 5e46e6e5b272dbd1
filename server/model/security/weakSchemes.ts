/** passlib contexts that hash new passwords with a scheme that protects nothing. */

import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { Value } from "#model/values/value";
import { evaluate } from "#model/values/values";
import type { Call } from "#syntax/facts";
import type { Range } from "#syntax/range";

export const CONTEXTS = ["passlib.context.CryptContext"];
/** passlib's own names. Schemes that repeat a hash many times, such as `sha256_crypt`, are not among them. */
const WEAK =
  /^(?:plaintext|ldap_plaintext|roundup_plaintext|hex_\w+|ldap_(?:hex_)?(?:md5|sha1)|ldap_salted_\w+|md5_crypt|apr_md5_crypt|ldap_md5_crypt|(?:ldap_)?(?:des|bsdi)_crypt|bigcrypt|crypt16|lmhash|nthash|msdcc2?|mysql(?:323|41)|oracle1[01]|postgres_md5|mssql20\d\d|cisco_\w+|django_(?:salted_\w+|des_crypt))$/;

export interface WeakScheme {
  readonly range: Range;
  readonly scheme: string;
}

/** The contexts of a file whose first or default scheme is weak. The others only verify old hashes. */
export function weakSchemesIn(file: SourceFile, project: Project): readonly WeakScheme[] {
  return project.callsTo(file, CONTEXTS).flatMap((row): WeakScheme[] => {
    const call = file.call(row);
    const chosen = call && chosenBy(call, row, file, project);
    if (chosen?.kind !== "string" || !WEAK.test(chosen.value)) return [];
    const range = chosen.path === file.path ? chosen.range : file.calleeRange(row);
    return [{ range, scheme: chosen.value }];
  });
}

function chosenBy(call: Call, row: number, file: SourceFile, project: Project): Value | undefined {
  const scope = file.outline.calls.owner(row);
  const [first] = call.arguments;
  const argument = (name: string) => call.arguments.find(({ keyword }) => keyword === name)?.value;
  const named = argument("default");
  if (named !== undefined) return evaluate(named, file, scope, project);
  const schemes = argument("schemes") ?? (first?.keyword === undefined ? first?.value : undefined);
  const value = schemes && evaluate(schemes, file, scope, project);
  return value?.kind === "list" ? value.elements[0] : undefined;
}
