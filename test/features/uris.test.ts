import assert from "node:assert/strict";
import { toPath, toUri } from "#features/uris";

describe("URIs of files", () => {
  const both: Readonly<Record<string, string>> = {
    "file:///home/me/a.py": "/home/me/a.py",
    "file:///home/me/a%20b%25.py": "/home/me/a b%.py",
    "file:///home/me/new%0Aline%5B%5D.py": "/home/me/new\nline[].py",
    "file:///c%3A/work/a.py": "c:/work/a.py",
    "file://server/share/a.py": "//server/share/a.py",
    "file:///home/%E6%BC%A2%F0%9F%98%80.py": "/home/漢😀.py",
    "file:///home/caf%C3%A9.py": "/home/caf\u00e9.py",
    "file:///home/cafe%CC%81.py": "/home/cafe\u0301.py",
  };
  for (const [uri, path] of Object.entries(both))
    it(`${uri} is ${JSON.stringify(path)}, and back`, () => {
      assert.equal(toPath(uri), path);
      assert.equal(toUri(path), uri);
    });

  it("are the same path however an editor writes them", () => {
    const same: Readonly<Record<string, string>> = {
      "file:///C:/work/a.py": "c:/work/a.py",
      "file:///C%3A/work/a.py": "c:/work/a.py",
      "file:///c:/work/a%2epy": "c:/work/a.py",
      "FILE:///home/me/a.py": "/home/me/a.py",
      "file://localhost/home/me/a.py": "/home/me/a.py",
      "file:///home/a@b+c.py": "/home/a@b+c.py",
      "file:///home/a%2Fb.py": "/home/a/b.py",
    };
    for (const [uri, path] of Object.entries(same)) assert.equal(toPath(uri), path, uri);
  });

  it("are no paths where they name no file", () => {
    for (const uri of [
      "",
      "untitled:Untitled-1",
      "vscode-notebook-cell:/a.ipynb#x",
      "git:/a.py?%7B%7D",
      "http://example.org/a.py",
      "file:relative.py",
      "file://server",
      "file:///home/%zz.py",
      "file:///home/%FF.py",
      "file:///home/%00.py",
      "file:///home/a.py?query",
      "file:///home/a.py#fragment",
    ])
      assert.equal(toPath(uri), undefined, uri);
  });
});
