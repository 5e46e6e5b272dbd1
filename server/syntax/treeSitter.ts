/**
 * tree-sitter, compiled to WebAssembly: one runtime for a process, one parser for each grammar.
 * The bytes of both come from the caller, so nothing here touches disk or network.
 */
import { Language, Parser, type Tree } from "web-tree-sitter";

/** The bytes of `web-tree-sitter.wasm` and of one grammar's `.wasm`. */
export interface Wasm {
  readonly runtime: Uint8Array;
  readonly grammar: Uint8Array;
}

/**
 * Milliseconds that one parse may take. Ordinary text of 300,000 characters takes 100 to 200, text that does not parse
 * at all up to 1,000; only input made to be slow reaches this.
 */
const LONGEST_PARSE = 2_000;

/** tree-sitter's own number for a node that holds what did not parse. */
const ERROR_TYPE = 65_535;

/** What a node's type becomes in `Nodes.kinds`. */
export const KIND = { SKIPPED: 0, ERROR: 1, MISSING: 2, UNKNOWN: 3, FIRST_FREE: 4 } as const;

/** How one grammar's nodes are swept into `Nodes`. */
export interface Sweep {
  /** The kind of a type of node: `KIND.SKIPPED` leaves a node out with all that is in it. */
  readonly kindOf: (type: string, isNamed: boolean) => number;
  /** Whether the inside of a node of this kind is left out. */
  readonly isLeaf: (kind: number, source: string, start: number) => boolean;
}

/** The nodes of one tree in the order of the source, each before its children. The next parse of the same grammar overwrites them. */
export class Nodes {
  length = 0;
  /** Whether some part of the source did not parse. */
  hasError = false;
  kinds = new Uint8Array(1024);
  starts = new Int32Array(1024);
  ends = new Int32Array(1024);
  /** The index of the first node after this one that is not inside it. */
  nexts = new Int32Array(1024);

  add(kind: number, start: number, end: number): number {
    const index = this.length++;
    if (index === this.kinds.length) this.grow(index * 2);
    this.kinds[index] = kind;
    this.starts[index] = start;
    this.ends[index] = end;
    this.nexts[index] = this.length;
    return index;
  }

  /** Moves what begins or ends outside of two offsets to them. */
  clamp(low: number, high: number): void {
    for (let index = 0; index < this.length; index++) {
      this.starts[index] = Math.min(Math.max(this.starts[index] ?? 0, low), high);
      this.ends[index] = Math.min(Math.max(this.ends[index] ?? 0, low), high);
    }
  }

  private grow(size: number): void {
    this.kinds = copyInto(new Uint8Array(size), this.kinds);
    this.starts = copyInto(new Int32Array(size), this.starts);
    this.ends = copyInto(new Int32Array(size), this.ends);
    this.nexts = copyInto(new Int32Array(size), this.nexts);
  }
}

function copyInto<T extends Uint8Array | Int32Array>(larger: T, smaller: T): T {
  larger.set(smaller);
  return larger;
}

type TreeFunction = (tree: number) => number;

/**
 * The functions of the runtime that move a cursor. They keep it in one place of its memory, so that calling them one
 * after the other skips what makes `TreeCursor` slow: it copies the cursor in and out at every call, field by field.
 */
interface CursorFunctions {
  readonly root: TreeFunction;
  readonly create: TreeFunction;
  readonly delete: TreeFunction;
  readonly firstChild: TreeFunction;
  readonly nextSibling: TreeFunction;
  readonly parent: TreeFunction;
  readonly type: TreeFunction;
  readonly start: TreeFunction;
  readonly end: TreeFunction;
  readonly isMissing: TreeFunction;
}

let runtime: Promise<CursorFunctions> | undefined;

/** Loads a grammar; the first call also starts the runtime. Takes about 10 ms, more where the machine is cold. */
export async function loadGrammar(wasm: Wasm, sweep: Sweep): Promise<Grammar> {
  runtime ??= startRuntime(wasm.runtime);
  const cursor = await runtime;
  return new Grammar(await Language.load(wasm.grammar), cursor, sweep);
}

async function startRuntime(wasmBinary: Uint8Array): Promise<CursorFunctions> {
  // Without `locateFile` the runtime makes a URL of the address of its own script, which a classic worker has not.
  const module: Record<string, unknown> = { wasmBinary, locateFile: (name: string) => name };
  await Parser.init(module);
  const get = (name: string): TreeFunction => {
    const found = module[`_ts_tree_${name}_wasm`];
    if (!isTreeFunction(found)) throw new Error(`web-tree-sitter has no ${name}.`);
    return found;
  };
  return {
    root: get("root_node"),
    create: get("cursor_new"),
    delete: get("cursor_delete"),
    firstChild: get("cursor_goto_first_child"),
    nextSibling: get("cursor_goto_next_sibling"),
    parent: get("cursor_goto_parent"),
    type: get("cursor_current_node_type_id"),
    start: get("cursor_start_index"),
    end: get("cursor_end_index"),
    isMissing: get("cursor_current_node_is_missing"),
  };
}

function isTreeFunction(value: unknown): value is TreeFunction {
  return typeof value === "function";
}

/** A parser of one language. Not for two parses at a time: `Nodes` are shared by all of them. */
export class Grammar {
  private readonly parser: Parser;
  private readonly cursor: CursorFunctions;
  private readonly kinds: Uint8Array;
  private readonly isLeaf: Sweep["isLeaf"];
  private readonly nodes = new Nodes();
  private source = "";

  constructor(language: Language, cursor: CursorFunctions, sweep: Sweep) {
    this.parser = new Parser();
    this.parser.setLanguage(language);
    this.cursor = cursor;
    this.isLeaf = sweep.isLeaf;
    this.kinds = new Uint8Array(ERROR_TYPE + 1);
    for (let id = 0; id < language.nodeTypeCount; id++) {
      this.kinds[id] = sweep.kindOf(language.nodeTypeForId(id) ?? "", language.nodeTypeIsNamed(id));
    }
    this.kinds[ERROR_TYPE] = KIND.ERROR;
  }

  /**
   * The nodes of the source, or `undefined` where parsing took longer than it may (in milliseconds). Offsets are UTF-16 units.
   * @throws WebAssembly.RuntimeError where the parser traps; after that its memory is not to be trusted: replace the worker.
   */
  parse(source: string, longest = LONGEST_PARSE): Nodes | undefined {
    const deadline = performance.now() + longest;
    this.source = source;
    const tree = this.parser.parse(source, null, {
      progressCallback: () => performance.now() > deadline,
    });
    if (!tree) {
      this.parser.reset();
      return undefined;
    }
    try {
      return this.sweep(tree);
    } finally {
      tree.delete();
    }
  }

  private sweep(tree: Tree): Nodes {
    const { cursor, nodes } = this;
    nodes.length = 0;
    nodes.hasError = tree.rootNode.hasError;
    const address = addressOf(tree);
    cursor.root(address);
    cursor.create(address);
    /** The nodes around the current one, outermost first. */
    const open: number[] = [];
    for (;;) {
      const entered = this.visit(address);
      if (entered !== undefined) {
        open.push(entered);
        continue;
      }
      while (cursor.nextSibling(address) !== 1) {
        const parent = open.pop();
        if (parent === undefined) {
          cursor.delete(address);
          return nodes;
        }
        nodes.nexts[parent] = nodes.length;
        cursor.parent(address);
      }
    }
  }

  /** Adds the current node and moves to its first child. `undefined` where the cursor did not move. */
  private visit(tree: number): number | undefined {
    const { cursor, nodes } = this;
    const isMissing = nodes.hasError && cursor.isMissing(tree) === 1;
    const kind = isMissing ? KIND.MISSING : (this.kinds[cursor.type(tree)] ?? KIND.UNKNOWN);
    if (kind === KIND.SKIPPED) return undefined;
    const start = cursor.start(tree);
    const index = nodes.add(kind, start, cursor.end(tree));
    return !this.isLeaf(kind, this.source, start) && cursor.firstChild(tree) === 1
      ? index
      : undefined;
  }
}

/** Where the runtime keeps the tree. web-tree-sitter has it under the key 0, which its types leave out. */
function addressOf(tree: Tree): number {
  const address: unknown = Reflect.get(tree, 0);
  if (typeof address !== "number") throw new Error("web-tree-sitter has no address of a tree.");
  return address;
}
