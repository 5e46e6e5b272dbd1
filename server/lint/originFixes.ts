/** Fixes for origins that no browser sends, and for patterns that match too much. */
import { insert, replace } from "#lint/edits";
import type { Fix } from "#lint/rule";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import { asSent, type FaultyOrigin } from "#model/security/listedOrigins";
import type { LooseParts } from "#model/security/originPattern";
import type { Place } from "#model/values/value";
import type { Range } from "#syntax/range";

/** Writes each origin that stands in a literal of its own as browsers send it. */
export function asBrowsersSend(faulty: readonly FaultyOrigin[], project: Project): readonly Fix[] {
  const edits = faulty.flatMap(({ origin, fault }) => {
    const file = project.file(origin.path);
    const sent = asSent(origin.value, fault);
    if (file === undefined || sent === undefined || origin.literal === undefined) return [];
    const text = file.slice(origin.literal);
    if (text.slice(1, -1) !== origin.value) return [];
    const quote = text.charAt(0);
    return [replace(origin.literal, quote + sent + quote, file)];
  });
  // An origin that stays wrong would leave the finding.
  if (edits.length < faulty.length) return [];
  return [{ title: "Write it as browsers send it", safety: "suggestion", edits: () => edits }];
}

/** Takes the final slash off the text of each URL of a list, which stands alone or in `[str(url) for url in urls]`. */
export function withoutFinalSlash(list: Range, file: SourceFile): readonly Fix[] {
  const before = file.text.slice(Math.max(0, list.start - 200), list.start);
  const mapped = /\bstr\(\s*(\w+)\s*\)(\s+for\s+\1\s+in\s+)$/.exec(before);
  if (mapped === null && /\bin\s+$/.test(before)) return [];
  const edit =
    mapped === null
      ? replace(list, `[str(origin).rstrip("/") for origin in ${file.slice(list)}]`, file)
      : insert(list.start - (mapped[2]?.length ?? 0), '.rstrip("/")', file);
  return [{ title: "Leave out the final slash", safety: "suggestion", edits: () => [edit] }];
}

/** Escapes the dots of a pattern, and asks for a dot before a name that a `.*` runs into. */
export function narrowPattern(
  { path, range, value }: Place & { readonly value: string },
  { dots, leading }: LooseParts,
  project: Project,
): readonly Fix[] {
  const file = project.file(path);
  const literal = file && literalOf(file.slice(range));
  if (file === undefined || literal === undefined) return [];
  // In a plain string a backslash may stand for another character.
  if (literal.content !== value || (!literal.isRaw && value.includes("\\"))) return [];
  const changes = [
    ...dots.map((start) => ({ start, end: start, text: "\\" })),
    ...(leading === undefined ? [] : [{ ...leading, text: "(.*\\.)?" }]),
  ].toSorted((a, b) => b.start - a.start);
  if (changes.length === 0) return [];
  let pattern = value;
  for (const { start, end, text } of changes)
    pattern = pattern.slice(0, start) + text + pattern.slice(end);
  const { quote } = literal;
  return [
    {
      title: leading === undefined ? "Escape the dots" : "Match the site and its subdomains alone",
      safety: "suggestion",
      edits: () => [replace(range, `r${quote}${pattern}${quote}`, file)],
    },
  ];
}

/** One literal on one line, without another beside it. */
function literalOf(
  text: string,
): { readonly content: string; readonly quote: string; readonly isRaw: boolean } | undefined {
  const found = /^([rR]?)(["'])([^"'\r\n]*)\2$/.exec(text);
  const [, prefix, quote, content] = found ?? [];
  if (quote === undefined || content === undefined) return undefined;
  return { content, quote, isRaw: prefix !== "" };
}
