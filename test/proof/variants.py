"""Writes Python texts in other manners that mean the same, or nearly the same.

Reads a list of ``{"text": …, "lines": […]}`` from standard input, where the lines, from 1, are those of findings.
Prints for each an object of texts by the name of their manner. A manner that does not suit a text, or does not
leave it Python, is left out.
"""

from __future__ import annotations

import ast
import io
import json
import re
import sys
import tokenize
import warnings
from collections.abc import Callable, Iterator
from typing import TypeAlias

Edit: TypeAlias = tuple[int, int, str]
SIMPLE = (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return, ast.Delete, ast.Assert)


class Text:
    """A text, its tree and tokens, with offsets in characters."""

    def __init__(self, text: str, found: list[int]) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.tree = ast.parse(text)
        self.tokens = list(tokenize.generate_tokens(io.StringIO(text, newline="\n").readline))
        self.found = found

    def offset(self, line: int, column: int) -> int:
        """Of a place that the tokenizer gives."""
        return self.starts[line - 1] + column

    def start(self, node: ast.expr | ast.stmt) -> int:
        return self.starts[node.lineno - 1] + self._column(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt) -> int:
        assert node.end_lineno is not None and node.end_col_offset is not None
        return self.starts[node.end_lineno - 1] + self._column(node.end_lineno, node.end_col_offset)

    def _column(self, line: int, column: int) -> int:
        return len(self.lines[line - 1].encode()[:column].decode())

    def edited(self, edits: list[Edit]) -> str:
        """Edits that overlap an earlier one are left out."""
        parts, done = [], 0
        for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
            if start < done:
                continue
            parts += [self.text[done:start], new]
            done = end
        return "".join([*parts, self.text[done:]])

    def in_strings(self) -> set[int]:
        """The lines, from 1, that begin inside a string."""
        inside: set[int] = set()
        opened: list[int] = []
        start_kind = getattr(tokenize, "FSTRING_START", -1)
        end_kind = getattr(tokenize, "FSTRING_END", -1)
        for token in self.tokens:
            if token.type == tokenize.STRING:
                inside.update(range(token.start[0] + 1, token.end[0] + 1))
            elif token.type == start_kind:
                opened.append(token.start[0])
            elif token.type == end_kind:
                inside.update(range(opened.pop() + 1, token.end[0] + 1))
        return inside

    def statements(self) -> list[ast.stmt]:
        """The innermost statements that a finding stands in."""
        chosen: dict[int, ast.stmt] = {}
        for line in self.found:
            around = [
                node
                for node in ast.walk(self.tree)
                if isinstance(node, ast.stmt) and _first(node) <= line <= (node.end_lineno or 0)
            ]
            if around:
                inner = min(around, key=lambda it: ((it.end_lineno or 0) - _first(it), -it.col_offset))
                chosen[id(inner)] = inner
        return list(chosen.values())

    def simple(self) -> Iterator[ast.stmt]:
        """Those of them that are no block, and have their lines for themselves."""
        for statement in self.statements():
            if isinstance(statement, SIMPLE) and self.is_alone(statement):
                yield statement

    def is_alone(self, statement: ast.stmt) -> bool:
        before = self.text[self.starts[statement.lineno - 1] : self.start(statement)]
        after = self.text[self.end(statement) :].split("\n", 1)[0]
        return not before.strip() and not after.split("#")[0].strip()

    def indentation(self, statement: ast.stmt) -> str:
        return self.lines[_first(statement) - 1][: statement.col_offset]

    def wrapped(self, nodes: list[ast.stmt], head: str, tail: str = "") -> str | None:
        """Statements in a block; `{}` in head and tail stands for their indentation."""
        strings = self.in_strings()
        edits: list[Edit] = []
        for node in nodes:
            if not self.is_alone(node):
                continue
            around = self.indentation(node)
            first, last = _first(node), node.end_lineno or 0
            edits.append((self.starts[first - 1], self.starts[first - 1], head.replace("{}", around)))
            edits += [
                (self.starts[line - 1], self.starts[line - 1], "    ")
                for line in range(first, last + 1)
                if line not in strings and self.lines[line - 1].strip()
            ]
            if tail:
                end = min(self.starts[last], len(self.text))
                edits.append((end, end, tail.replace("{}", around)))
        return self.edited(_joined(edits)) if edits else None


def _first(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(it.lineno for it in decorators)])


def _joined(edits: list[Edit]) -> list[Edit]:
    """Of insertions at one place one."""
    at: dict[tuple[int, int], str] = {}
    for start, end, new in edits:
        at[start, end] = at.get((start, end), "") + new
    return [(start, end, new) for (start, end), new in at.items()]


def dos_line_ends(text: Text) -> str:
    return text.text.replace("\n", "\r\n")


def _indented(text: Text, unit: str) -> str:
    strings = text.in_strings()
    lines = []
    for number, line in enumerate(text.lines, 1):
        blank = len(line) - len(line.lstrip(" "))
        if number in strings or blank == 0:
            lines.append(line)
        else:
            lines.append(unit * (blank // 4) + " " * (blank % 4) + line[blank:])
    return "\n".join(lines)


def tabs(text: Text) -> str:
    return _indented(text, "\t")


def two_spaces(text: Text) -> str:
    return _indented(text, "  ")


def comments(text: Text) -> str:
    """A comment at the end of every line that can have one."""
    edits: list[Edit] = []
    previous: tokenize.TokenInfo | None = None
    for token in text.tokens:
        if token.type in (tokenize.NEWLINE, tokenize.NL) and previous is not None:
            has_comment = previous.type == tokenize.COMMENT
            is_blank = not text.lines[token.start[0] - 1].strip()
            if not has_comment and not is_blank and token.string != "":
                at = text.offset(*token.start)
                edits.append((at, at, f"  # why, {len(edits)} (it's so"))
        previous = token
    return text.edited(edits)


def _calls(text: Text) -> Iterator[ast.Call]:
    """The calls on the lines of findings, outside of f-strings."""
    formatted = {
        id(inner)
        for node in ast.walk(text.tree)
        if isinstance(node, ast.JoinedStr)
        for inner in ast.walk(node)
    }
    for node in ast.walk(text.tree):
        if isinstance(node, ast.Call) and id(node) not in formatted:
            if any(node.lineno <= line <= (node.end_lineno or 0) for line in text.found):
                yield node


def exploded(text: Text) -> str | None:
    """One argument a line, with a trailing comma."""
    edits: list[Edit] = []
    for call in _calls(text):
        arguments = [*call.args, *(it.value for it in call.keywords)]
        if call.lineno != call.end_lineno or not arguments:
            continue
        if len(arguments) == 1 and isinstance(arguments[0], ast.GeneratorExp):
            continue
        line = text.lines[call.lineno - 1]
        around = line[: len(line) - len(line.lstrip())]
        close = text.end(call) - 1
        depth, is_trailed = 0, False
        for token in text.tokens:
            at = text.offset(*token.start)
            if at < text.end(call.func) or at >= close or token.type == tokenize.NL:
                continue
            is_trailed = False
            if token.string in "([{" and token.type == tokenize.OP:
                if depth == 0:
                    edits.append((at + 1, at + 1, f"\n{around}    "))
                depth += 1
            elif token.string in ")]}" and token.type == tokenize.OP:
                depth -= 1
            elif token.string == "," and depth == 1:
                is_trailed = True
                blank = len(text.text[at + 1 :]) - len(text.text[at + 1 :].lstrip(" "))
                if at + 1 + blank < close:
                    edits.append((at + 1, at + 1 + blank, f"\n{around}    "))
        edits.append((close, close, f"{'' if is_trailed else ','}\n{around}"))
    return text.edited(_joined(edits)) if edits else None


def exploded_with_comments(text: Text) -> str | None:
    changed = exploded(text)
    return None if changed is None else comments(Text(changed, []))


def in_condition(text: Text) -> str | None:
    return text.wrapped(text.statements(), "{}if 1 < 2:\n")


def in_try(text: Text) -> str | None:
    return text.wrapped(text.statements(), "{}try:\n", "{}except ValueError:\n{}    raise\n")


def _top_level(text: Text) -> list[ast.stmt]:
    """The functions at module level that a finding stands in."""
    return [
        node
        for node in text.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and any(_first(node) <= line <= (node.end_lineno or 0) for line in text.found)
    ]


def in_class(text: Text) -> str | None:
    return text.wrapped(_top_level(text), "{}class Holder:\n")


def in_function(text: Text) -> str | None:
    return text.wrapped(_top_level(text), "{}def outer():\n")


def after_statement(text: Text) -> str | None:
    edits = [(text.start(it), text.start(it), '"🐘"; ') for it in text.simple()]
    return text.edited(edits) if edits else None


def before_statement(text: Text) -> str | None:
    edits = [(text.end(it), text.end(it), "; 'é'") for it in text.simple()]
    return text.edited(edits) if edits else None


def on_line_of_block(text: Text) -> str | None:
    edits = [(text.start(it), text.start(it), "if 1 < 2: ") for it in text.simple()]
    return text.edited(edits) if edits else None


def in_parentheses(text: Text) -> str | None:
    """Values in parentheses over several lines."""
    edits: list[Edit] = []
    for statement in text.simple():
        value = getattr(statement, "value", None)
        if isinstance(value, ast.expr) and not isinstance(value, ast.Yield | ast.YieldFrom):
            around = text.indentation(statement)
            edits.append((text.start(value), text.start(value), f"(\n{around}    "))
            edits.append((text.end(value), text.end(value), f"  # end\n{around})"))
    return text.edited(edits) if edits else None


def continued(text: Text) -> str | None:
    """A backslash for each blank of a statement outside of brackets."""
    edits: list[Edit] = []
    for statement in text.simple():
        depth = 0
        inside = [
            token
            for token in text.tokens
            if text.start(statement) <= text.offset(*token.start) < text.end(statement)
        ]
        for token, following in zip(inside, inside[1:]):
            if token.type == tokenize.OP and token.string in "([{":
                depth += 1
            elif token.type == tokenize.OP and token.string in ")]}":
                depth -= 1
            start, end = text.offset(*token.end), text.offset(*following.start)
            if depth == 0 and text.text[start:end] == " " and token.end[0] == following.start[0]:
                edits.append((start, end, f" \\\n{text.indentation(statement)}    "))
    return text.edited(edits) if edits else None


def without_final_line_end(text: Text) -> str | None:
    return text.text.rstrip("\n") if text.text.endswith("\n") else None


def under_comments(text: Text) -> str:
    return f"#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n{text.text}"


def under_docstring(text: Text) -> str | None:
    if ast.get_docstring(text.tree) is not None:
        return None
    return f'"""What this is."""\nfrom __future__ import annotations\n{text.text}'


TAKEN = (
    "asyncio AsyncIterator asynccontextmanager ASGITransport jwt password_hash PasswordHash "
    "run_in_threadpool settings text WSGITransport"
)


def with_taken_names(text: Text) -> str | None:
    """Functions that are called as what fixes import."""
    words = {it.string for it in text.tokens if it.type == tokenize.NAME}
    free = [name for name in TAKEN.split() if name not in words]
    return text.text + "".join(f"\n\ndef {name}(): ...\n" for name in free)


MANNERS: tuple[Callable[[Text], str | None], ...] = (
    dos_line_ends,
    tabs,
    two_spaces,
    comments,
    exploded,
    exploded_with_comments,
    in_condition,
    in_try,
    in_class,
    in_function,
    after_statement,
    before_statement,
    on_line_of_block,
    in_parentheses,
    continued,
    without_final_line_end,
    under_comments,
    under_docstring,
    with_taken_names,
)


def variants(text: str, found: list[int]) -> dict[str, str]:
    try:
        read = Text(text, found)
    except (SyntaxError, ValueError, tokenize.TokenError):
        return {}
    written: dict[str, str] = {}
    for manner in MANNERS:
        changed = manner(read)
        if changed is None or changed == text:
            continue
        try:
            compile(re.sub("\r\n", "\n", changed), "text.py", "exec", dont_inherit=True)
        except SyntaxError:
            continue
        written[manner.__name__.replace("_", " ")] = changed
    return written


def main() -> None:
    warnings.simplefilter("ignore")
    json.dump([variants(it["text"], it["lines"]) for it in json.load(sys.stdin)], sys.stdout)


main()
