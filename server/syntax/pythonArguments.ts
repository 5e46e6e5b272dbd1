/** Facts of the arguments of calls and classes. */
import type { Argument } from "#syntax/facts";
import { NODE } from "#syntax/pythonKinds";
import type { Span } from "#syntax/pythonSpan";

/** The arguments of a call or the bases of a class. A generator may stand for the whole list. */
export function readArguments(span: Span, list: number, depth: number): readonly Argument[] {
  const isList = span.kind(list) === NODE.argumentList;
  const found = isList ? span.elements(list) : [list];
  return found.map((argument) => readArgument(span, argument, depth));
}

function readArgument(span: Span, node: number, depth: number): Argument {
  const { start, end } = span.range(node);
  const kind = span.kind(node);
  const [first, second] = span.operands(node);
  if (kind === NODE.keywordArgument && first !== undefined && second !== undefined) {
    const value = span.read(second, depth);
    return { start, end, keyword: span.nameOf(first), stars: 0, value };
  }
  if ((kind === NODE.listSplat || kind === NODE.dictionarySplat) && first !== undefined) {
    const stars = kind === NODE.listSplat ? 1 : 2;
    return { start, end, stars, value: span.read(first, depth) };
  }
  const value = span.read(node, depth);
  if (value.kind === "starred") return { start, end, stars: 1, value: value.value };
  return { start, end, stars: 0, value };
}
