/** Every rule, by category. */
import { ownRules } from "#lint/ownRules";
import type { Rule } from "#lint/rule";
import blockingCallOnEventLoop from "#rules/async/blocking-call-on-event-loop";
import passwordHashOnEventLoop from "#rules/async/password-hash-on-event-loop";

export const rules: readonly Rule[] = [blockingCallOnEventLoop, passwordHashOnEventLoop];

/** Those of the code, and those of comments and configuration, which the linter reports itself. */
export const allRules: readonly Rule[] = [...rules, ...ownRules];
