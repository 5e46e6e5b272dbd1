/** Enumerations: their members and what these are worth. */
import { ancestors } from "#model/routes/run";
import { type ClassValue, text, type Value } from "#model/routes/value";

const BASES: ReadonlySet<string> = new Set(["enum.Enum", "enum.StrEnum", "enum.IntEnum"]);

export function isEnumeration(of: ClassValue): boolean {
  return ancestors(of).some((it) => typeof it === "string" && BASES.has(it));
}

export function membersOf(of: ClassValue): ReadonlyMap<string, Value> {
  const isText = ancestors(of).includes("enum.StrEnum");
  const found = new Map<string, Value>();
  for (const [name, value] of of.members) {
    const isAuto = value.kind === "external" && value.name === "enum.auto()";
    const own: Value | undefined = isAuto ? (isText ? text(name.toLowerCase()) : undefined) : value;
    if (own?.kind === "text" || own?.kind === "number")
      found.set(name, { kind: "member", name, value: own, of });
  }
  return found;
}
