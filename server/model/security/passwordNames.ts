/** Which names are those of a person's password, and which of what is kept of it. */
import type { Expression } from "#syntax/facts";

const PASSWORD = new Set("password passwd passphrase passcode pwd psw".split(" "));
/** Words beside it that leave it the password of a person: `new_password`, not `smtp_password` or `password_hint`. */
const NEIGHBOURS = new Set(
  "plain plaintext plaintxt text txt clear cleartext raw new old current existing user users username account login input inputted given provided entered supplied submitted candidate typed in form my the a str string value bytes encoded confirm confirmed confirmation repeat repeated again verify admin administrator member customer employee unhashed req request data body original initial default temp temporary first second field to check".split(
    " ",
  ),
);
const HASHED = new Set(
  "hash hashed hashes digest encrypted crypted salted stored db saved".split(" "),
);
const SALT = /salt|pepper|secret_?key|urandom|token_(?:hex|bytes|urlsafe)|uuid\d?/i;
/** Where the passwords of programs come from. */
const CONFIGURATION =
  /^(?:settings?|config|configuration|conf|cfg|env|environ|os|args|options|secrets)$/i;

/** The words of a name: `newPassword` and `NEW_PASSWORD` are `new password`. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/pass_?(word|phrase|code)/g, "pass$1")
    .split(/[^a-z]+/)
    .filter((word) => word !== "");
}

/** Whether a value of that name is a person's password as it was typed. */
export function isPasswordName(name: string): boolean {
  const words = wordsOf(name);
  return (
    words.some((word) => PASSWORD.has(word)) &&
    words.every((word) => PASSWORD.has(word) || NEIGHBOURS.has(word))
  );
}

/** Whether a column or attribute of that name keeps a password, hashed or not. */
export function isStoredPasswordName(name: string): boolean {
  return isPasswordName(
    wordsOf(name)
      .filter((word) => !HASHED.has(word))
      .join("_"),
  );
}

export function isAboutPasswords(name: string): boolean {
  return wordsOf(name).some((word) => PASSWORD.has(word));
}

/** The name under which an expression reads a value: `password` for `data.password` and `data["password"]`. */
export function nameOfValue(expression: Expression): string | undefined {
  switch (expression.kind) {
    case "name":
    case "attribute":
      return expression.name;
    case "subscript": {
      const [index] = expression.indices;
      return index?.kind === "string" ? index.value : undefined;
    }
    case "call": {
      const { callee, arguments: all } = expression;
      const [key] = all;
      const isGet = callee.kind === "attribute" && callee.name === "get";
      return isGet && key?.value.kind === "string" ? key.value.value : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether a value is the password of the program itself: a constant, a setting, an environment variable. */
export function isConfigured(expression: Expression): boolean {
  switch (expression.kind) {
    case "name":
      return expression.name.length > 1 && expression.name === expression.name.toUpperCase();
    case "attribute":
      return (
        expression.name === expression.name.toUpperCase() || isConfiguration(expression.object)
      );
    case "subscript":
      return isConfiguration(expression.object);
    case "call":
      return isConfiguration(expression.callee);
    default:
      return false;
  }
}

function isConfiguration(expression: Expression): boolean {
  switch (expression.kind) {
    case "name":
      return CONFIGURATION.test(expression.name) || /settings|config/i.test(expression.name);
    case "attribute":
      return CONFIGURATION.test(expression.name) || isConfiguration(expression.object);
    case "call":
      return isConfiguration(expression.callee);
    default:
      return false;
  }
}

export function isSalt(text: string): boolean {
  return SALT.test(text);
}
