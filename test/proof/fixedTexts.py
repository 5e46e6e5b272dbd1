"""Says of pairs of Python texts, one before and one after an edit, whether the second is as whole as the first.

Reads ``{"texts": […], "pairs": [[before, after], …]}`` from standard input, where a pair holds indexes of texts.
Prints a list with one answer for each pair: ``null`` where the first text is no Python that this interpreter
compiles, else ``{"error": …, "lost": […], "added": […], "same": …}``: what is wrong with the second alone, the comments
that only one of them has, and whether both have the same tree.
"""

from __future__ import annotations

import ast
import collections
import io
import json
import re
import sys
import tokenize
import warnings
from dataclasses import dataclass


@dataclass(frozen=True)
class Reading:
    error: str | None
    comments: collections.Counter[str]
    tree: str
    generators: int = 0


def read(text: str) -> Reading:
    plain = re.sub(r"\r\n|\r", "\n", text)
    try:
        tree = ast.parse(plain)
        # Finds what the grammar alone lets pass, such as `await` outside a coroutine.
        compile(plain, "text.py", "exec", dont_inherit=True)
        readline = io.StringIO(plain, newline="\n").readline
        comments = collections.Counter(
            token.string.rstrip()
            for token in tokenize.generate_tokens(readline)
            if token.type == tokenize.COMMENT
        )
        return Reading(None, comments, ast.dump(tree), _asynchronous_generators(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError, tokenize.TokenError) as error:
        return Reading(f"{type(error).__name__}: {error}", collections.Counter(), "")


def _asynchronous_generators(tree: ast.Module) -> int:
    """How many generator expressions await: what takes a plain generator raises TypeError for these."""
    return sum(
        any(isinstance(inner, ast.Await) for part in _own_parts(node) for inner in ast.walk(part))
        for node in ast.walk(tree)
        if isinstance(node, ast.GeneratorExp)
    )


def _own_parts(node: ast.GeneratorExp) -> list[ast.expr]:
    """All but the first iterable, which is worked out outside."""
    first, *others = node.generators
    return [node.elt, *first.ifs, *(it.iter for it in others), *(c for it in others for c in it.ifs)]


def compare(before: Reading, after: Reading) -> dict[str, object] | None:
    if before.error is not None:
        return None
    awaits = after.generators > before.generators
    return {
        "error": after.error or ("a generator expression awaits" if awaits else None),
        "lost": sorted((before.comments - after.comments).elements()),
        "added": sorted((after.comments - before.comments).elements()),
        "same": before.tree == after.tree,
    }


def main() -> None:
    warnings.simplefilter("ignore")
    given = json.load(sys.stdin)
    readings = [read(text) for text in given["texts"]]
    json.dump([compare(readings[a], readings[b]) for a, b in given["pairs"]], sys.stdout)


main()
