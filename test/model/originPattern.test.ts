import assert from "node:assert/strict";
import { looseParts } from "#model/security/originPattern";

/** Each pattern with an origin of somebody else that it matches, by JavaScript's own regular expressions. */
const LOOSE: readonly (readonly [string, string])[] = [
  ["https://app.example.com", "https://appxexample.com"],
  ["https://(app|admin).example\\.com", "https://adminxexample.com"],
  ["https://.*.example\\.com", "https://evilxexample.com"],
  ["https://.*example\\.com", "https://evilexample.com"],
  ["https?://(.+)example\\.com(:\\d+)?", "https://evilexample.com"],
  ["https://example\\.com.*", "https://example.com.evil.net"],
  ["^https://a\\.com$|^https://(b\\.com.*)$", "https://b.com.evil.net"],
  [".*example\\.com", "https://evilexample.com"],
];

const NARROW: readonly string[] = [
  "https://app\\.example\\.com",
  "https://.*\\.example\\.com",
  "https://[^.]+\\.example[.]com",
  "https?:\\/\\/(.*\\.)?example\\.com(:.*)?",
  "http://localhost:.*",
  "http://192.168.0.\\d+",
  "(?i)https://a.b",
  "https://(?!evil)a.b",
  "https://a.b[",
  "(",
  "*",
  "\\",
  "",
];

describe("loose patterns for origins", () => {
  for (const [pattern, origin] of LOOSE)
    it(`sees that ${pattern} matches ${origin}`, () => {
      assert.match(origin, new RegExp(`^(?:${pattern})$`));
      const found = looseParts(pattern);
      assert.ok(found);
      if (found.dots.length > 0) assert.equal(origin, `https://${found.lookalike}`);
      else assert.ok(found.leading !== undefined || found.hasOpenEnd);
    });

  for (const pattern of NARROW)
    it(`has nothing to say of ${pattern}`, () => assert.equal(looseParts(pattern), undefined));
});
