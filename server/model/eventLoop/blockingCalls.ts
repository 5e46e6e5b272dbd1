/** The catalogue of calls that block: which they are, why they do, and what to use instead. */
import { FILE_CALLS, IO_CALLS, PASSWORD_CALLS } from "#model/eventLoop/blockingCallList";
import { SERVICE_CALLS } from "#model/eventLoop/blockingServiceCalls";
import { externalName } from "#model/link/libraries";
import { type Names, NO_NAME } from "#syntax/names";

/** `io` waits for something outside; `password` computes for a long time on purpose; `file` waits for the disk. */
export type BlockingKind = "io" | "password" | "file";
export const BLOCKING_KINDS: readonly BlockingKind[] = ["io", "password", "file"];

export interface BlockingCall {
  readonly kind: BlockingKind;
  /** As a person writes it: `requests.get`, `Session.execute`. */
  readonly name: string;
  /** An awaitable of the same effect and arguments, as module and name, where one exists. */
  readonly twin?: { readonly module: string; readonly name: string };
}

/** One entry of the catalogue. */
export interface BlockingEntry extends BlockingCall {
  /** The canonical qualified name, `()` after a class or factory standing for what it gives; at the end `*` for every public member. */
  readonly name: string;
  /** Members that the `*` does not stand for. */
  readonly except: readonly string[];
}

export interface BlockingCalls {
  /** What the catalogue says of a canonical name: always the same object for the same name. */
  find(name: number): BlockingCall | undefined;
}

/** Every entry, in the order of the catalogue. */
export const BLOCKING_ENTRIES: readonly BlockingEntry[] = [
  ...entriesOf(IO_CALLS, "io"),
  ...entriesOf(SERVICE_CALLS, "io"),
  ...entriesOf(PASSWORD_CALLS, "password"),
  ...entriesOf(FILE_CALLS, "file"),
];

export function blockingCallsOf(names: Names): BlockingCalls {
  const exact = new Map<number, BlockingCall>();
  /** By what is before the star. */
  const anyMember = new Map<number, BlockingEntry>();
  for (const entry of BLOCKING_ENTRIES) {
    const { except, ...call } = entry;
    if (call.name.endsWith(".*")) anyMember.set(externalName(call.name.slice(0, -2), names), entry);
    else exact.set(externalName(call.name, names), { ...call, name: readable(call.name) });
  }

  const memberCall = (name: number): BlockingCall | undefined => {
    const owner = names.prefix(name);
    const entry = owner === NO_NAME ? undefined : anyMember.get(owner);
    if (entry === undefined) return undefined;
    const word = names.text(names.last(name));
    // A call of the owner itself ends with `()`.
    if (/^[_(]/.test(word) || entry.except.includes(word)) return undefined;
    return { kind: entry.kind, name: readable(`${entry.name.slice(0, -1)}${word}`) };
  };

  return {
    find(name) {
      const known = exact.get(name);
      if (known !== undefined) return known;
      const found = memberCall(name);
      if (found !== undefined) exact.set(name, found);
      return found;
    },
  };
}

function entriesOf(text: string, kind: BlockingKind): BlockingEntry[] {
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .flatMap((line) => entriesOfLine(line, kind));
}

function entriesOfLine(line: string, kind: BlockingKind): BlockingEntry[] {
  const [owner = "", members] = line.split(": ");
  if (members === undefined) return [single(line, kind)];
  const [words = "", exceptions] = members.split(" except ");
  const except = exceptions?.split(" ") ?? [];
  return words.split(" ").map((word) => ({ kind, name: `${owner}.${word}`, except }));
}

/** `time.sleep -> asyncio.sleep` */
function single(line: string, kind: BlockingKind): BlockingEntry {
  const [name = "", twin] = line.split(" -> ");
  if (twin === undefined) return { kind, name, except: [] };
  const dot = twin.lastIndexOf(".");
  return {
    kind,
    name,
    except: [],
    twin: { module: twin.slice(0, dot), name: twin.slice(dot + 1) },
  };
}

/**
 * `sqlalchemy.orm.Session().execute` as `Session.execute`, `requests.Session().post` as `requests.Session.post`;
 * what a factory gives keeps the call: `boto3.client().put_object`.
 */
function readable(name: string): string {
  const [, module, type, members] = /^(?:(.+)\.)?([A-Z]\w*)\(\)((?:\.\w+)+)$/.exec(name) ?? [];
  if (type === undefined) return name;
  const isShort = module !== undefined && !module.includes(".");
  return isShort ? `${module}.${type}${members}` : `${type}${members}`;
}
