/** Environment markers (PEP 508): whether a requirement holds in every environment of a project, in none or in some. */

import { allows, parseConstraint, parseVersion } from "#model/packages/pep440";

export type Applies = "always" | "never" | "sometimes";

/** The versions of Python that a project runs on, as `3.12.4`; every known one where it does not say. */
export type Pythons = readonly string[];

const LONGEST = 2000;
const DEEPEST = 20;
/** Minor versions of Python 3, and how far their patches go; later ones count as the last. */
const MINORS = 24;
const PATCHES = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25];

const ALL: Pythons = [
  "2.7.18",
  ...Array.from({ length: MINORS }, (_, minor) =>
    PATCHES.map((patch) => `3.${minor}.${patch}`),
  ).flat(),
];

/** @param constraint such as `>=3.11` or Poetry's `^3.11`; all versions where it cannot be read */
export function pythonsAllowed(constraint: string | undefined): Pythons {
  const parsed = constraint === undefined ? undefined : parseConstraint(constraint);
  if (parsed === undefined) return ALL;
  const found = ALL.filter((text) => {
    const version = parseVersion(text);
    return version !== undefined && allows(parsed, version);
  });
  return found.length === 0 ? ALL : found;
}

/** Whether a marker holds. What it says of systems, implementations and extras differs by environment. */
export function applies(marker: string, pythons: Pythons): Applies {
  if (marker.trim() === "") return "always";
  const parsed = marker.length > LONGEST ? undefined : new Parser(marker).read();
  if (parsed === undefined) return "sometimes";
  const answers = new Set<boolean | undefined>();
  for (const python of pythons) {
    answers.add(holds(parsed, python));
    if (answers.size > 1) return "sometimes";
  }
  const [only] = answers;
  if (only === undefined) return "sometimes";
  return only ? "always" : "never";
}

type Marker =
  | { readonly kind: "and" | "or"; readonly parts: readonly Marker[] }
  | {
      readonly kind: "python";
      readonly isFull: boolean;
      readonly operator: string;
      readonly version: string;
      readonly isReversed: boolean;
    }
  | { readonly kind: "other" };

function holds(marker: Marker, python: string): boolean | undefined {
  switch (marker.kind) {
    case "other":
      return undefined;
    case "python":
      return compared(marker, python);
    default: {
      const decisive = marker.kind === "or";
      const answers = marker.parts.map((part) => holds(part, python));
      if (answers.includes(decisive)) return decisive;
      return answers.includes(undefined) ? undefined : !decisive;
    }
  }
}

function compared(
  { isFull, operator, version, isReversed }: Extract<Marker, { kind: "python" }>,
  python: string,
): boolean | undefined {
  const own = isFull ? python : python.replace(/\.\d+$/, "");
  if (operator === "in" || operator === "not in") {
    const isIn = isReversed ? own.includes(version) : version.includes(own);
    return (operator === "in") === isIn;
  }
  const [left, right] = isReversed ? [version, own] : [own, version];
  const parsed = parseVersion(left);
  const constraint = parseConstraint(`${operator}${right}`);
  if (parsed === undefined || constraint === undefined) return undefined;
  return operator === "===" ? left === right : allows(constraint, parsed);
}

const TOKEN =
  /\s*(?:(\(|\))|(and|or)\b|(not\s+in\b|in\b|===|[<>=!~]=|[<>])|"([^"]*)"|'([^']*)'|([A-Za-z_][\w.]*))/y;

interface Token {
  readonly kind: "bracket" | "connective" | "operator" | "text" | "variable";
  readonly text: string;
}

class Parser {
  private readonly tokens: readonly Token[] | undefined;
  private at = 0;
  private depth = 0;

  constructor(text: string) {
    this.tokens = tokensOf(text);
  }

  read(): Marker | undefined {
    const marker = this.any();
    return this.at === this.tokens?.length ? marker : undefined;
  }

  private any(): Marker | undefined {
    return this.several("or", () => this.several("and", () => this.one()));
  }

  private several(kind: "and" | "or", read: () => Marker | undefined): Marker | undefined {
    const parts: Marker[] = [];
    do {
      const part = read();
      if (part === undefined) return undefined;
      parts.push(part);
    } while (this.take("connective", kind));
    const [only] = parts;
    return parts.length === 1 ? only : { kind, parts };
  }

  private one(): Marker | undefined {
    if (!this.take("bracket", "(")) return this.comparison();
    if (++this.depth > DEEPEST) return undefined;
    const inside = this.any();
    this.depth--;
    return this.take("bracket", ")") ? inside : undefined;
  }

  private comparison(): Marker | undefined {
    const [left, operator, right] = this.tokens?.slice(this.at, this.at + 3) ?? [];
    if (operator?.kind !== "operator" || left === undefined || right === undefined)
      return undefined;
    if (left.kind === right.kind || !isOperand(left) || !isOperand(right)) return undefined;
    this.at += 3;
    const isReversed = left.kind === "text";
    const [variable, value] = isReversed ? [right, left] : [left, right];
    if (variable.text !== "python_version" && variable.text !== "python_full_version")
      return { kind: "other" };
    const isFull = variable.text === "python_full_version";
    return {
      kind: "python",
      isFull,
      operator: operator.text.replace(/\s+/, " "),
      version: value.text.trim(),
      isReversed,
    };
  }

  private take(kind: Token["kind"], text: string): boolean {
    const token = this.tokens?.[this.at];
    if (token?.kind !== kind || token.text !== text) return false;
    this.at++;
    return true;
  }
}

function isOperand({ kind }: Token): boolean {
  return kind === "text" || kind === "variable";
}

function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const found = TOKEN.exec(text);
    if (found === null) return undefined;
    const [, bracket, connective, operator, double, single, variable] = found;
    if (bracket !== undefined) tokens.push({ kind: "bracket", text: bracket });
    else if (connective !== undefined) tokens.push({ kind: "connective", text: connective });
    else if (operator !== undefined) tokens.push({ kind: "operator", text: operator });
    else if (variable !== undefined) tokens.push({ kind: "variable", text: variable });
    else tokens.push({ kind: "text", text: double ?? single ?? "" });
  }
  return tokens;
}
