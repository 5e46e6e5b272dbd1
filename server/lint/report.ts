import type { FilePath } from "#host";
import type { Finding, Rule, Severity } from "#lint/rule";

/** A finding with its rule and file, after configuration: what every output shows. */
export interface Report extends Finding {
  readonly rule: Rule;
  readonly path: FilePath;
  readonly severity: Severity;
}
