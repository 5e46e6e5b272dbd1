import assert from "node:assert/strict";
import { applyEdits } from "#lint/edits";
import { removeUnusedImports } from "#lint/importRemoval";

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
