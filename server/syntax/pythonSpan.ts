/** One parsed span of Python and the ways to look at its nodes. */
import type { Expression, OtherExpression, Statement } from "#syntax/facts";
import { isExpression, NODE, operatorOf, TOKEN } from "#syntax/pythonKinds";
import type { Range } from "#syntax/range";
import { KIND, type Nodes } from "#syntax/treeSitter";

const BEYOND_ASCII = /[^\0-\x7f]/;

const STAR = 0x2a;

/** A comma, behind blanks, line ends and comments. */
const COMMA = /(?:\s|\\|#[^\r\n]*[\r\n])*,/y;

/** The last one stands for a star that the grammar cannot read; see `pythonRewrites.ts`. */
const SPLATS = new Set<number>([NODE.listSplat, NODE.listSplatPattern, NODE.unaryOperator]);

/** How deep facts may be nested. What lies deeper is `other` without children, so that whoever walks facts may recurse. */
export const DEPTH_LIMIT = 400;

/** What reads nodes. `depth` is how many nodes with facts lie around the one to read. */
export interface Readers {
  readonly expression: (span: Span, node: number, depth: number) => Expression;
  /** Reads the statements among the children of a node. */
  readonly block: (span: Span, node: number, depth: number) => readonly Statement[];
}

export class Span {
  readonly nodes: Nodes;
  /** The text as it was written; as long as what the parser saw. */
  private readonly text: string;
  /** What to add to a node's offsets. */
  private readonly shift: number;
  private readonly readers: Readers;

  constructor(nodes: Nodes, text: string, shift: number, readers: Readers) {
    this.nodes = nodes;
    this.text = text;
    this.shift = shift;
    this.readers = readers;
  }

  read(node: number, depth: number): Expression {
    return this.readers.expression(this, node, depth);
  }

  readAll(nodes: readonly number[], depth: number): readonly Expression[] {
    return nodes.map((node) => this.readers.expression(this, node, depth));
  }

  /** The statements of a block. */
  block(node: number, depth: number): readonly Statement[] {
    return this.readers.block(this, node, depth);
  }

  kind(node: number): number {
    return this.nodes.kinds[node] ?? KIND.UNKNOWN;
  }

  start(node: number): number {
    return (this.nodes.starts[node] ?? 0) + this.shift;
  }

  end(node: number): number {
    return (this.nodes.ends[node] ?? 0) + this.shift;
  }

  range(node: number): Range {
    return { start: this.start(node), end: this.end(node) };
  }

  textOf(node: number): string {
    return this.text.slice(this.nodes.starts[node], this.nodes.ends[node]);
  }

  /** The name that a node is. Python takes names for the same whose letters mean the same (NFKC). */
  nameOf(node: number): string {
    const name = this.textOf(node);
    return BEYOND_ASCII.test(name) ? name.normalize("NFKC") : name;
  }

  /** The text between two offsets of a file. */
  slice(start: number, end: number): string {
    return this.text.slice(start - this.shift, end - this.shift);
  }

  /** The index of the first node after this one that is not inside it. */
  after(node: number): number {
    return this.nodes.nexts[node] ?? this.nodes.length;
  }

  /** The children of a node that are no tokens, damage among them. */
  elements(node: number): number[] {
    const elements: number[] = [];
    const end = this.after(node);
    for (let child = node + 1; child < end; child = this.after(child)) {
      const kind = this.kind(child);
      if (kind !== KIND.SKIPPED && kind < TOKEN.async) elements.push(child);
    }
    return elements;
  }

  /** The children of a node that are neither tokens nor damage. */
  operands(node: number): number[] {
    const operands = this.elements(node);
    if (!this.nodes.hasError) return operands;
    return operands.filter((child) => this.kind(child) !== KIND.ERROR);
  }

  /** The operators among the children of a node. */
  operators(node: number): string[] {
    const operators: string[] = [];
    const end = this.after(node);
    for (let child = node + 1; child < end; child = this.after(child)) {
      const operator = operatorOf(this.kind(child));
      if (operator !== undefined) operators.push(operator);
    }
    return operators;
  }

  /** Whether a token is among the children of a node. */
  hasToken(node: number, token: number): boolean {
    const end = this.after(node);
    for (let child = node + 1; child < end; child = this.after(child)) {
      if (this.kind(child) === token) return true;
    }
    return false;
  }

  /** Takes `as alias` away from the end of a node. The grammar reads it as a part of the last operand: `a or (b as c)`. */
  takeAlias(node: number): number | undefined {
    const { kinds, ends } = this.nodes;
    const spine = [node];
    for (let last = node; kinds[last] !== NODE.asPattern; spine.push(last)) {
      const child = this.operands(last).at(-1);
      if (child === undefined || ends[child] !== ends[node]) return undefined;
      last = child;
    }
    const pattern = spine.at(-1) ?? node;
    const [subject, alias] = this.operands(pattern);
    if (subject === undefined || alias === undefined) return undefined;
    for (const outer of spine) ends[outer] = ends[subject] ?? 0;
    kinds[pattern] = NODE.parenthesizedExpression;
    kinds[alias] = KIND.SKIPPED;
    return this.operands(alias)[0];
  }

  /** Whether something inside a node, or the node itself, did not parse. */
  isDamaged(node: number): boolean {
    if (!this.nodes.hasError) return false;
    for (let inner = node; inner < this.after(node); inner++) {
      const kind = this.kind(inner);
      if (kind === KIND.ERROR || kind === KIND.MISSING) return true;
    }
    return false;
  }

  /** Where the comma right after a node ends, `undefined` if none is there. */
  commaAfter(node: number): number | undefined {
    const end = this.nodes.ends[node] ?? 0;
    COMMA.lastIndex = end;
    return COMMA.test(this.text) ? COMMA.lastIndex + this.shift : undefined;
  }

  endsWithComma(node: number): boolean {
    return this.text.charAt((this.nodes.ends[node] ?? 0) - 1) === ",";
  }

  beginsWithStar(node: number): boolean {
    return this.text.charCodeAt(this.nodes.starts[node] ?? 0) === STAR;
  }

  /** Takes the star away that the first operand in a node begins with. False where there is none. */
  dropStar(node: number): boolean {
    const { starts, kinds } = this.nodes;
    const end = this.after(node);
    let splat = node;
    while (splat < end && !SPLATS.has(kinds[splat] ?? 0)) splat++;
    const [starred] = splat < end ? this.operands(splat) : [];
    if (starred === undefined || starts[splat] !== starts[node]) return false;
    const start = starts[starred] ?? 0;
    for (let outer = node; outer <= splat; outer++) starts[outer] = start;
    kinds[splat] = NODE.parenthesizedExpression;
    return true;
  }

  /** Reads the one child of a node, such as what stands in parentheses. */
  inner(node: number, depth: number): Expression {
    const [inner, second] = this.elements(node);
    if (inner === undefined || second !== undefined) return this.other(node, depth);
    return this.read(inner, depth + 1);
  }

  other(node: number, depth: number): OtherExpression {
    const children = this.loose(node, depth + 1);
    return { kind: "other", start: this.start(node), end: this.end(node), children };
  }

  /** The expressions in a node, however deep they lie in what is none. */
  loose(node: number, depth: number): Expression[] {
    const found: Expression[] = [];
    const end = this.after(node);
    let child = node + 1;
    while (child < end) {
      if (isExpression(this.kind(child))) {
        found.push(this.read(child, depth));
        child = this.after(child);
      } else child++;
    }
    return found;
  }
}
