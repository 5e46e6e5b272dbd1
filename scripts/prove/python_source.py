"""A Python text, its tokens, and where the nodes of its tree stand in it.

Needs Python 3.12 or newer: older tokenizers do not look into formatted strings.
Offsets are UTF-16 units of the text without its byte-order mark.
"""

from __future__ import annotations

import ast
import bisect
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BLANK = {tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
OPENING = {"(": ")", "[": "]", "{": "}"}


class Unreadable(Exception):
    """The file holds no Python that this interpreter reads."""


@dataclass(frozen=True)
class Token:
    start: int
    end: int
    text: str
    kind: int


class Source:
    """A text, its tokens, and where the nodes of its tree stand in it."""

    def __init__(self, text: str) -> None:
        # Python counts lines as if each ended with a line feed.
        ends = [match.end() for match in re.finditer(r"\r\n|\r|\n", text)]
        starts = [0, *ends]
        plain = re.sub(r"\r\n|\r", "\n", text)
        self.lines = plain.split("\n")
        self.line_starts = starts
        if not text.isascii():
            self.line_starts = [_utf16_length(text[:start]) for start in starts]
        self.tree = _parse(plain)
        self.tokens = list(self._tokens(plain))
        self.token_starts = [token.start for token in self.tokens]
        self.token_ends = [token.end for token in self.tokens]
        self.partners = self._partners()
        self.statements = self._statements()

    def start(self, node: ast.expr | ast.stmt | ast.arg | ast.alias | ast.pattern) -> int:
        return self._at(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt | ast.arg | ast.alias | ast.pattern) -> int:
        assert node.end_lineno is not None and node.end_col_offset is not None
        return self._at(node.end_lineno, node.end_col_offset)

    def first(self, node: ast.expr | ast.stmt | ast.arg | ast.pattern) -> int:
        """The index of a node's first token."""
        return bisect.bisect_left(self.token_starts, self.start(node))

    def last(self, node: ast.expr | ast.stmt | ast.arg | ast.pattern) -> int:
        return bisect.bisect_right(self.token_ends, self.end(node)) - 1

    def text(self, index: int) -> str:
        return self.tokens[index].text

    def outer(self, node: ast.expr, limit: int = -1) -> tuple[int, int]:
        """The first and last token of a node and of the parentheses around it.

        ``limit`` is the index of a parenthesis that belongs to something else.
        """
        first, last = self.first(node), self.last(node)
        while (
            first - 1 > limit
            and self.text(first - 1) == "("
            and self.partners.get(first - 1) == last + 1
        ):
            first, last = first - 1, last + 1
        return first, last

    def span(self, node: ast.expr | None, limit: int = -1) -> tuple[int, int]:
        if node is None:
            return 0, 0
        first, last = self.outer(node, limit)
        return self.tokens[first].start, self.tokens[last].end

    def is_parenthesised(self, node: ast.expr) -> bool:
        """Whether a node that something follows (`.`, `(`, `[`) stands in parentheses."""
        return self.text(self.last(node) + 1) == ")"

    def _at(self, line: int, column: int) -> int:
        text = self.lines[line - 1]
        if text.isascii():
            return self.line_starts[line - 1] + column
        before = text.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "surrogatepass")
        return self.line_starts[line - 1] + _utf16_length(before)

    def _tokens(self, plain: str) -> Iterator[Token]:
        readline = io.StringIO(plain, newline="\n").readline
        try:
            for kind, text, start, end, _ in tokenize.generate_tokens(readline):
                if kind not in BLANK:
                    yield Token(self._character(start), self._character(end), text, kind)
        except (tokenize.TokenError, SyntaxError) as error:
            raise Unreadable(f"tokenizer: {error}") from error

    def _character(self, place: tuple[int, int]) -> int:
        line, column = place
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        start = self.line_starts[min(line, len(self.line_starts)) - 1]
        return start + (column if text.isascii() else _utf16_length(text[:column]))

    def _partners(self) -> dict[int, int]:
        """Of each opening bracket, the index of the one that closes it."""
        partners: dict[int, int] = {}
        open_brackets: list[int] = []
        for index, token in enumerate(self.tokens):
            if token.kind != tokenize.OP:
                continue
            if token.text in OPENING:
                open_brackets.append(index)
            elif token.text in OPENING.values() and open_brackets:
                partners[open_brackets.pop()] = index
        return partners

    def _statements(self) -> list[int]:
        """Of each token, where its logical line begins, or the part of it after a `;`."""
        statements: list[int] = []
        start = -1
        for token in self.tokens:
            start = token.start if start < 0 else start
            statements.append(start)
            if token.kind == tokenize.NEWLINE or (token.kind == tokenize.OP and token.text == ";"):
                start = -1
        return statements


def read_text(path: Path) -> str:
    data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError) as error:
        raise Unreadable(f"encoding: {error}") from error


def _parse(text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
