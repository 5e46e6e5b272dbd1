/** From the text of a span of Python to facts. */
import type { Expression, OtherExpression, Statement } from "#syntax/facts";
import { readExpression } from "#syntax/pythonExpressions";
import { NODE, PYTHON_SWEEP } from "#syntax/pythonKinds";
import { rewrite, rewriteNewSyntax } from "#syntax/pythonRewrites";
import { type Readers, Span } from "#syntax/pythonSpan";
import { readBlock } from "#syntax/pythonStatements";
import { SpanMemo } from "#syntax/spanMemo";
import { type Grammar, loadGrammar, type Nodes, type Wasm } from "#syntax/treeSitter";

/** Reads spans of Python. One for a process; loading the grammar takes about 0.1 s. */
export interface PythonReader {
  /** Facts of the statements in `text` (a definition with its decorators, a statement, a whole file), offsets counted from `start`. */
  statements(text: string, start: number): readonly Statement[];
  /** Facts of one expression (an argument, a right side, an annotation), offsets counted from `start`. Broken text gives `other`. */
  expression(text: string, start: number): Expression;
}

/** Spans longer than this are not parsed: they are generated tables, and parsing them takes too long and too much memory. */
const LONGEST_SPAN = 300_000;

/** How many characters of source the facts are kept of. */
const KEPT_STATEMENTS = 1_000_000;
const KEPT_EXPRESSIONS = 250_000;

const READERS: Readers = { expression: readExpression, block: readBlock };

/** @throws WebAssembly.CompileError where the bytes are no WebAssembly. */
export async function loadPython(wasm: Wasm): Promise<PythonReader> {
  return readerOf(await loadPythonGrammar(wasm));
}

export function loadPythonGrammar(wasm: Wasm): Promise<Grammar> {
  return loadGrammar(wasm, PYTHON_SWEEP);
}

/** A reader that has read nothing yet. */
export function readerOf(grammar: Grammar): PythonReader {
  const statements = new SpanMemo<readonly Statement[]>(KEPT_STATEMENTS);
  const expressions = new SpanMemo<Expression>(KEPT_EXPRESSIONS);
  return {
    statements(text, start) {
      if (text.length > LONGEST_SPAN) return [unreadStatement(text, start)];
      return statements.get(`\n${text}`, start, (source) => readStatements(grammar, source, start));
    },
    expression(text, start) {
      if (text.length > LONGEST_SPAN) return unread(text, start);
      return expressions.get(`(${text}\n)`, start, (source) =>
        readInParentheses(grammar, source, start),
      );
    },
  };
}

/** `source` is the span after a line break. */
function readStatements(grammar: Grammar, source: string, start: number): readonly Statement[] {
  const nodes = parse(grammar, source);
  const text = source.slice(1);
  if (!nodes) return [unreadStatement(text, start)];
  if (nodes.hasError) nodes.clamp(1, source.length);
  return readBlock(new Span(nodes, source, start - 1, READERS), 0, 0);
}

/**
 * `source` is the span in parentheses, so that it may hold line breaks, with a line break before the last one, so that
 * it may end in a comment.
 */
function readInParentheses(grammar: Grammar, source: string, start: number): Expression {
  const nodes = parse(grammar, source);
  const text = source.slice(1, -2);
  if (!nodes) return unread(text, start);
  const span = new Span(nodes, source, start - 1, READERS);
  const group = nodes.hasError ? undefined : groupIn(span, source.length);
  if (group === undefined) {
    // What was read may reach to the parentheses, which are ours.
    nodes.clamp(1, source.length - 2);
    return { ...unread(text, start), children: span.loose(0, 1) };
  }
  const kind = span.kind(group);
  if (kind === NODE.tuple) return bareTuple(span, group);
  if (kind !== NODE.generatorExpression) return span.inner(group, 0);
  const leading = text.length - text.trimStart().length;
  return {
    ...span.read(group, 0),
    start: start + leading,
    end: start + text.trimEnd().length,
  };
}

/** The parentheses around the whole source, where all of it is one expression. */
function groupIn(span: Span, length: number): number | undefined {
  const [statement, ...more] = span.elements(0);
  if (statement === undefined || more.length > 0) return undefined;
  if (span.kind(statement) !== NODE.expressionStatement) return undefined;
  const [group, ...others] = span.elements(statement);
  if (group === undefined || others.length > 0) return undefined;
  const isWhole = span.nodes.starts[group] === 0 && span.nodes.ends[group] === length;
  return isWhole && GROUPS.has(span.kind(group)) && span.elements(group).length > 0
    ? group
    : undefined;
}

const GROUPS = new Set<number>([
  NODE.parenthesizedExpression,
  NODE.parenthesizedListSplat,
  NODE.generatorExpression,
  NODE.tuple,
]);

/** A tuple whose parentheses are not its own. */
function bareTuple(span: Span, node: number): Expression {
  const elements = span.elements(node);
  const [first = node, second] = elements;
  const last = elements.at(-1) ?? node;
  if (second === undefined && span.commaAfter(last) === undefined) return span.read(first, 0);
  return {
    kind: "tuple",
    start: span.start(first),
    end: span.commaAfter(last) ?? span.end(last),
    elements: span.readAll(elements, 1),
  };
}

function parse(grammar: Grammar, source: string): Nodes | undefined {
  const first = rewrite(source);
  const nodes = grammar.parse(first);
  if (!nodes?.hasError) return nodes;
  const second = rewriteNewSyntax(first);
  return second === first ? nodes : grammar.parse(second);
}

function unread(text: string, start: number): OtherExpression {
  return { kind: "other", start, end: start + text.length, children: [] };
}

function unreadStatement(text: string, start: number): Statement {
  return { ...unread(text, start), word: "", isBroken: true };
}
