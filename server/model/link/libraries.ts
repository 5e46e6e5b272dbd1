/** What the engine knows of other people's packages: names for the same thing, and what calls give. */
import { ANY_MEMBER, FLUENT_METHODS, SAME_NAMES } from "#model/link/libraryNames";
import { type Names, NO_NAME } from "#syntax/names";

/** What Python 3.11 and later bind in every module. */
const BUILT_INS =
  "abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict " +
  "dir divmod enumerate eval exec filter float format frozenset getattr globals hasattr hash help hex id input int " +
  "isinstance issubclass iter len list locals map max memoryview min next object oct open ord pow print property range repr " +
  "reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip " +
  "ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError " +
  "BufferError ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError EOFError " +
  "EnvironmentError Exception ExceptionGroup FileExistsError FileNotFoundError FloatingPointError GeneratorExit IOError " +
  "ImportError IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError " +
  "MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError OverflowError PermissionError " +
  "ProcessLookupError RecursionError ReferenceError RuntimeError StopAsyncIteration StopIteration SyntaxError SystemError " +
  "SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError " +
  "UnicodeTranslateError ValueError ZeroDivisionError " +
  "BytesWarning DeprecationWarning EncodingWarning FutureWarning ImportWarning PendingDeprecationWarning ResourceWarning " +
  "RuntimeWarning SyntaxWarning UnicodeWarning UserWarning Warning";

/** Decorators after which a method is read like an attribute. */
const PROPERTIES = "property functools.cached_property abc.abstractproperty";

/** Decorators after which a body runs once for the same arguments: what it waits for is no matter of each request. */
const CACHES = "functools.cache functools.lru_cache";

/** Bases that add no members which matter here. */
const PLAIN_BASES =
  "object typing.Generic typing.Protocol typing_extensions.Generic typing_extensions.Protocol abc.ABC enum.Enum " +
  "enum.StrEnum enum.IntEnum";

export interface Libraries {
  /** The word that stands for a call in an external name. */
  readonly called: number;
  readonly words: {
    readonly init: number;
    readonly call: number;
    readonly enter: number;
    readonly asyncEnter: number;
  };
  readonly builtIns: ReadonlySet<number>;
  readonly properties: ReadonlySet<number>;
  readonly contextManagers: ReadonlySet<number>;
  readonly caches: ReadonlySet<number>;
  readonly plainBases: ReadonlySet<number>;
  /** The one name under which a thing is known here. */
  canonical(name: number): number;
  /** The same for a name of which all but the last word is canonical. */
  canonicalMember(name: number): number;
}

/** What is not listed of a thing: all its other attributes, or the results of all its other methods, are one thing. */
interface OtherMembers {
  readonly to: string;
  readonly except: readonly string[];
}

/** The tables of other people's names, each name as a person writes it: `redis.from_url()`. */
export interface LibraryNames {
  /** From the names of a thing to its canonical one. */
  readonly same: ReadonlyMap<string, string>;
  readonly otherAttributes: ReadonlyMap<string, OtherMembers>;
  readonly otherResults: ReadonlyMap<string, OtherMembers>;
  readonly builtIns: readonly string[];
}

export const LIBRARY_NAMES: LibraryNames = readTables();

export function librariesOf(names: Names): Libraries {
  const set = (text: string): Set<number> => new Set(text.split(" ").map((name) => names.of(name)));
  return {
    called: names.of("()"),
    words: {
      init: names.of("__init__"),
      call: names.of("__call__"),
      enter: names.of("__enter__"),
      asyncEnter: names.of("__aenter__"),
    },
    builtIns: set(BUILT_INS),
    properties: set(PROPERTIES),
    contextManagers: set("contextlib.contextmanager contextlib.asynccontextmanager"),
    caches: set(CACHES),
    plainBases: set(PLAIN_BASES),
    ...canonicalNames(names),
  };
}

/** The id of a name as a person writes it; a call is a word of its own. */
export function externalName(text: string, names: Names): number {
  return names.of(text.replaceAll("()", ".()"));
}

function canonicalNames(names: Names): Pick<Libraries, "canonical" | "canonicalMember"> {
  const idOf = (text: string): number => externalName(text, names);
  const membersById = (members: ReadonlyMap<string, OtherMembers>) =>
    new Map(
      Array.from(members, ([owner, { to, except }]) => [
        idOf(owner),
        { to: idOf(to), except: new Set(except.map(idOf)) },
      ]),
    );
  const same = new Map(Array.from(LIBRARY_NAMES.same, ([name, to]) => [idOf(name), idOf(to)]));
  const otherAttributes = membersById(LIBRARY_NAMES.otherAttributes);
  const otherResults = membersById(LIBRARY_NAMES.otherResults);
  const called = names.of("()");
  /** Most names belong to packages of which nothing is known. */
  const packages = new Set(
    [...same.keys(), ...otherAttributes.keys()].map((it) => names.first(it)),
  );

  /** The canonical name of one whose prefix is canonical already. */
  const step = (name: number): number => {
    const known = same.get(name);
    if (known !== undefined) return known;
    const owner = names.prefix(name);
    const word = names.last(name);
    if (word !== called) {
      const others = otherAttributes.get(owner);
      return others === undefined || others.except.has(word) ? name : others.to;
    }
    const others = owner === NO_NAME ? undefined : otherResults.get(names.prefix(owner));
    return others === undefined || others.except.has(names.last(owner)) ? name : others.to;
  };

  const isListed = (name: number): boolean => packages.has(names.first(name));

  return {
    canonical(name) {
      if (!isListed(name)) return name;
      const words: number[] = [];
      let at = name;
      for (; names.prefix(at) !== NO_NAME; at = names.prefix(at)) words.push(names.last(at));
      return words.reduceRight((prefix, word) => step(names.dotted(prefix, word)), step(at));
    },
    canonicalMember: (name) => (isListed(name) ? step(name) : name),
  };
}

function readTables(): LibraryNames {
  const same = new Map<string, string>();
  for (const line of linesOf(SAME_NAMES)) {
    const [name = "", to = ""] = line.split(" = ");
    same.set(name, to);
  }
  for (const line of linesOf(FLUENT_METHODS)) {
    const [owner = "", methods = ""] = line.split(": ");
    for (const method of methods.split(" ")) same.set(`${owner}.${method}()`, owner);
  }
  const otherAttributes = new Map<string, OtherMembers>();
  const otherResults = new Map<string, OtherMembers>();
  for (const line of linesOf(ANY_MEMBER)) {
    const [pattern = "", rest = ""] = line.split(" = ");
    const [to = "", exceptions] = rest.split(" except ");
    const others = { to, except: exceptions?.split(" ") ?? [] };
    if (pattern.endsWith(".*()")) otherResults.set(pattern.slice(0, -".*()".length), others);
    else otherAttributes.set(pattern.slice(0, -".*".length), others);
  }
  return { same, otherAttributes, otherResults, builtIns: BUILT_INS.split(" ") };
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}
