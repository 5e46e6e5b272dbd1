/**
 * What a regular expression for origins lets in beyond what was meant, read from its text: a pattern of a workspace is never run.
 * The CORS middleware matches the whole origin, so a pattern needs no anchors.
 */
export interface LooseParts {
  /** Offsets in the pattern of the dots that stand for any character. */
  readonly dots: readonly number[];
  /** A name that the first of them lets in: `appxexample.com`. */
  readonly lookalike: string;
  /** Where a `.*` right before the last two labels of a host begins and ends: `https://.*good\.com` lets `evilgood.com` in. */
  readonly leading: { readonly start: number; readonly end: number } | undefined;
  /** Whether a host goes on as anything: `https://good\.com.*` lets `good.com.evil.net` in. */
  readonly hasOpenEnd: boolean;
}

interface Token {
  readonly kind: "text" | "any" | "class" | "group";
  /** The character of a `text`; of a `group`, its parenthesis or bar. */
  readonly text: string;
  readonly start: number;
  /** After its quantifier. */
  end: number;
  isRepeated: boolean;
}

/** Longer patterns are not read. */
const LONGEST = 2_000;

/** `undefined` for a pattern that is as narrow as it looks, or that holds what is not read here. */
export function looseParts(pattern: string): LooseParts | undefined {
  if (pattern.length > LONGEST) return undefined;
  const tokens = tokensOf(pattern);
  const host = tokens && hostTokens(tokens, pattern.includes("://"));
  if (host === undefined || !hasName(host)) return undefined;
  const dots = host.filter(({ kind, isRepeated }) => kind === "any" && !isRepeated);
  const [first] = dots;
  const wild = host.filter(({ kind, isRepeated }) => kind === "any" && isRepeated);
  const leading = wild.find((token) => isBeforeName(token, host));
  const found: LooseParts = {
    dots: dots.map(({ start }) => start),
    lookalike: first === undefined ? "" : lookalikeAt(first, host),
    leading: leading && { start: leading.start, end: leading.end },
    hasOpenEnd: wild.some((token) => endsHost(token, host, tokens ?? [])),
  };
  return found.dots.length > 0 || found.leading !== undefined || found.hasOpenEnd
    ? found
    : undefined;
}

/** `undefined` where the pattern holds flags, looks ahead or back, or refers to a group. */
function tokensOf(pattern: string): Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at);
    const quantifier = /^(?:[*+?]|\{\d*,?\d*\})[?+]?/.exec(rest)?.[0];
    const last = tokens.at(-1);
    if (quantifier !== undefined && last !== undefined) {
      last.isRepeated ||= !quantifier.startsWith("?");
      last.end = at + quantifier.length;
      at = last.end;
      continue;
    }
    const found =
      /^\\.|^\[\^?\]?(?:\\.|[^\]\\])*\]|^\((?:\?:|\?P<\w+>)?|^./su.exec(rest)?.[0] ?? "";
    const kind = kindOf(found);
    if (kind === undefined || (found === "(" && rest.startsWith("(?"))) return undefined;
    const end = at + found.length;
    const isDot = found === "[.]";
    const text = isDot ? "." : found.replace(/^\\/, "").charAt(0);
    if (found !== "^" && found !== "$")
      tokens.push({ kind: isDot ? "text" : kind, text, start: at, end, isRepeated: false });
    at = end;
  }
  return tokens;
}

function kindOf(text: string): Token["kind"] | undefined {
  if (text === ".") return "any";
  if (/^[()|]/.test(text)) return "group";
  if (text.startsWith("[")) return text.length > 1 ? "class" : undefined;
  if (/^\\[dwsDWS]$/.test(text)) return "class";
  if (/^\\[\da-zA-Z]$/.test(text)) return undefined;
  return "text";
}

/** The tokens of host names: behind `://`, without ports. */
function hostTokens(tokens: readonly Token[], hasScheme: boolean): readonly Token[] {
  let isHost = !hasScheme;
  return tokens.filter((token, index) => {
    const isColon = token.kind === "text" && token.text === ":";
    const isSlash = token.kind === "text" && token.text === "/";
    if (isColon) isHost = false;
    if (isSlash) isHost = tokens[index - 1]?.text === "/";
    if (token.text === "|" && token.kind === "group") {
      const rest = tokens.slice(index + 1, index + 9).map(({ text }) => text);
      const startsOver = /^[(]*https?:|^[(]*http[(]/.test(rest.join(""));
      isHost = startsOver ? false : isHost || !hasScheme;
    }
    return isHost && !isColon && !isSlash;
  });
}

/** An address of numbers alone is nothing that somebody else can own. */
function hasName(host: readonly Token[]): boolean {
  return host.some(({ kind, text }) => kind === "text" && /[a-z]/i.test(text));
}

/** Whether a `.*` meets the last two labels of a name without a dot of its own between. */
function isBeforeName(token: Token, host: readonly Token[]): boolean {
  const next = host.slice(host.indexOf(token) + 1);
  let index = next.findIndex(({ kind, text }) => !(kind === "group" && text === ")"));
  if (index < 0) return false;
  if (next[index]?.kind !== "text" || !/[\w-]/.test(next[index]?.text ?? "")) return false;
  let dots = 0;
  for (let it = next[index]; it !== undefined; it = next[++index]) {
    if (it.kind === "group") break;
    if (it.text === ".") dots++;
    else if (it.kind !== "text") return false;
  }
  return dots === 1;
}

/** Whether nothing but parentheses follows a `.*`, and a name goes before. */
function endsHost(token: Token, host: readonly Token[], tokens: readonly Token[]): boolean {
  const before = host[host.indexOf(token) - 1];
  const isAfterName = before?.kind === "text" || before?.text === ")";
  const next = tokens
    .slice(tokens.indexOf(token) + 1)
    .find(({ kind, text }) => !(kind === "group" && text === ")"));
  const isLast = next === undefined || (next.kind === "group" && next.text === "|");
  return isAfterName && isLast && hasName(host.slice(0, host.indexOf(token)));
}

/** The name around a dot, with a letter in its place. */
function lookalikeAt(dot: Token, host: readonly Token[]): string {
  const isName = (token: Token | undefined): boolean =>
    token !== undefined && !token.isRepeated && (token.kind === "text" || token.kind === "any");
  const at = host.indexOf(dot);
  let start = at;
  let end = at + 1;
  while (isName(host[start - 1]) && host[start - 1]?.end === host[start]?.start) start--;
  while (isName(host[end]) && host[end - 1]?.end === host[end]?.start) end++;
  const name = host
    .slice(start, end)
    .map((token) => (token === dot ? "x" : token.text))
    .join("");
  return start === at ? labelBefore(at, host) + name : name;
}

/** What may stand before a dot that follows no plain text: the last choice of a group, else any name. */
function labelBefore(at: number, host: readonly Token[]): string {
  const end = host[at - 1]?.text === ")" ? at - 1 : at;
  let start = end;
  while (host[start - 1]?.kind === "text" && host[start - 1]?.isRepeated === false) start--;
  const label = host.slice(start, end).map(({ text }) => text);
  return label.length > 0 ? label.join("") : "evil";
}
