/** Every rule, by category. */
import { ownRules } from "#lint/ownRules";
import type { Rule } from "#lint/rule";
import blockingCallOnEventLoop from "#rules/async/blocking-call-on-event-loop";
import passwordHashOnEventLoop from "#rules/async/password-hash-on-event-loop";
import expiringSession from "#rules/database/expiring-session";
import missingPoolPrePing from "#rules/database/missing-pool-pre-ping";
import poolOutOfRange from "#rules/database/pool-out-of-range";
import refusedPoolClass from "#rules/database/refused-pool-class";
import deadEventHandler from "#rules/lifecycle/dead-event-handler";
import deprecatedEventHandler from "#rules/lifecycle/deprecated-event-handler";
import missingLifespan from "#rules/lifecycle/missing-lifespan";
import corsAnyOrigin from "#rules/security/cors-any-origin";
import corsOriginsString from "#rules/security/cors-origins-string";
import removedClientArgument from "#rules/testing/removed-client-argument";

export const rules: readonly Rule[] = [
  blockingCallOnEventLoop,
  passwordHashOnEventLoop,
  expiringSession,
  missingPoolPrePing,
  poolOutOfRange,
  refusedPoolClass,
  deadEventHandler,
  deprecatedEventHandler,
  missingLifespan,
  corsAnyOrigin,
  corsOriginsString,
  removedClientArgument,
];

/** Those of the code, and those of comments and configuration, which the linter reports itself. */
export const allRules: readonly Rule[] = [...rules, ...ownRules];
