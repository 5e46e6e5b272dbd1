import assert from "node:assert/strict";
import { applyEdits } from "#lint/edits";
import { removeImports, removeUnusedImports, unusedImports } from "#lint/importRemoval";

const path = "app/events.py";

/** The text without a line, and without the imports that only this line used. */
function without(line: string, text: string): string {
  const start = text.indexOf(line);
  const removed = { start, end: start + line.length };
  const { edits } = removeUnusedImports({ path, text }, [removed]);
  return applyEdits(text, [...edits, { path, range: removed, text: "" }]);
}

describe("removeUnusedImports", () => {
  it("takes a whole statement, at the top of a file with the blank lines after it", () => {
    const text = "from app.main import app\n\n\n@app.on_event(1)\ndef f(): ...\n";
    assert.equal(without("@app.on_event(1)\n", text), "def f(): ...\n");
    assert.equal(
      without("@app.on_event(1)\n", `import os\n${text}os.name\n`),
      "import os\n\n\ndef f(): ...\nos.name\n",
    );
  });

  it("takes names out of a list", () => {
    assert.equal(
      without("a.add(c)\n", "from x import a, b, c\n\na.add(c)\nb()\n"),
      "from x import b\n\nb()\n",
    );
    assert.equal(
      without("c()\n", "from x import (\n    a,\n    b,\n    c,\n)\n\nc()\na(b)\n"),
      "from x import (\n    a,\n    b,\n)\n\na(b)\n",
    );
  });

  it("keeps what is used elsewhere, and counts the name that the file uses", () => {
    const text = "from x import a as b\n\nb()\nb.c\n";
    assert.equal(without("b()\n", text), "from x import a as b\n\nb.c\n");
    assert.equal(without("b()\n", "from x import a as b\n\nb()\na = 1\n"), "a = 1\n");
  });

  it("keeps modules, and names that two statements bind", () => {
    assert.equal(without("x.f()\n", "import x\n\nx.f()\n"), "import x\n\n");
    const twice = "try:\n    from x import a\nexcept ImportError:\n    from y import a\n\na()\n";
    assert.equal(without("a()\n", twice), twice.slice(0, -4));
  });
});

describe("unusedImports and removeImports", () => {
  /** The text without the imports that only a part of it uses. */
  function pruned(part: string, text: string): string {
    const start = text.indexOf(part);
    const words = unusedImports({ path, text }, [{ start, end: start + part.length }]);
    return applyEdits(text, removeImports(words, { path, text }));
  }

  it("take modules, too, with the blank lines that are too many then", () => {
    assert.equal(pruned("x.f()", "import x\n\nx.f()\n"), "x.f()\n");
    assert.equal(
      pruned("x.f()", "import a\nimport x.y\n\na.x\nx.f()\n"),
      "import a\n\na.x\nx.f()\n",
    );
    assert.equal(
      pruned("z()", "import a\n\nimport x as z\n\n\na.f(z())\n"),
      "import a\n\n\na.f(z())\n",
    );
  });

  it("take the last names of a list with the comma before them", () => {
    assert.equal(
      pruned("b(c)", "from x import a, b, c  # why\n\na(b(c))\n"),
      "from x import a  # why\n\na(b(c))\n",
    );
    assert.equal(
      pruned("a(c)", "from x import (a, b, c)\n\nb(a(c))\n"),
      "from x import (b)\n\nb(a(c))\n",
    );
  });

  it("read code in strings, but no prose", () => {
    const text = "from x import a\n\na()\n";
    for (const use of ['f"{a}"', '"a"', '"list[a]"', '"a | None"', "x = a"])
      assert.equal(pruned("a()", `${text}${use}\n`), `${text}${use}\n`, use);
    for (const other of ['"a word"', '"""Not a word"""', "# a", "b.a", '"b"', "aa"])
      assert.equal(pruned("a()", `${text}${other}\n`), `a()\n${other}\n`, other);
  });

  it("keep what shares its line, and what is the last of its block", () => {
    const shared = "import x; import y\n\nx.f()\n";
    assert.equal(pruned("x.f()", shared), shared);
    const alone = "if y:\n    import x\n\nx.f()\n";
    assert.equal(pruned("x.f()", alone), alone);
    const local = "def f():\n    import x\n    return x.f()\n";
    assert.equal(pruned("x.f()", local), "def f():\n    return x.f()\n");
  });
});
