import assert from "node:assert/strict";
import { explanationText } from "#formats/explanation";
import { explain } from "#model/explanation";
import { FOLDER, workspaceOf } from "../harness.ts";

const FILES: ReadonlyMap<string, string> = new Map([
  [
    "app/api.py",
    `from app.orders import Orders, place

import settings


async def create(orders: Orders):
    place(1)
    orders.client.unknown_part.send()
    something.run()
    return orders.all()
`,
  ],
  [
    "app/orders.py",
    `import httpx


class Orders:
    def __init__(self):
        self.client = httpx.Client()

    def all(self):
        return self.client.get("/orders")


def place(order):
    return reserve(order)


def reserve(order):
    return httpx.post("/reserve", json=order)


def lonely():
    return 1


print("imported")
`,
  ],
]);

/** The explanation of the line that holds a text. */
function why(path: string, text: string): string {
  const workspace = workspaceOf(FILES);
  const file = workspace.file(`${FOLDER}/${path}`);
  assert.ok(file);
  const line = file.lines.lineAt(file.text.indexOf(text));
  const range = { start: file.lines.start(line), end: file.lines.end(line) };
  return explanationText(explain(file, range, workspace.projectOf(file.path)), {
    folder: FOLDER,
    linesOf: (each) => workspace.file(each)?.lines,
  });
}

describe("why", () => {
  it("tells what a call is, where that stands, and how it keeps the event loop", () => {
    assert.equal(
      why("app/api.py", "place(1)"),
      `In create(), a coroutine: it runs on the event loop.

place()
  is app.orders.place, a function  app/orders.py:12
  keeps the event loop: it reaches httpx.post in 2 steps
    place()  app/orders.py:13
    reserve()  app/orders.py:17
`,
    );
  });

  it("tells by which way a plain function comes to run on the event loop", () => {
    assert.equal(
      why("app/orders.py", "httpx.post"),
      `In reserve(), a plain function. It runs on the event loop, called by
  create()  app/api.py:7
  place()  app/orders.py:13

httpx.post()
  is httpx.post, of a library
`,
    );
  });

  it("follows attributes of objects", () => {
    assert.match(
      why("app/api.py", "orders.all()"),
      /orders\.all\(\)\n {2}is app\.orders\.Orders\.all, a function {2}app\/orders\.py:8\n {2}keeps the event loop: it reaches httpx\.Client\.get in 1 step/,
    );
  });

  it("tells the part of a name at which it stopped", () => {
    assert.match(
      why("app/api.py", "orders.client.unknown_part"),
      /is httpx\.Client\(\)\.unknown_part\.send, of a library/,
    );
  });

  it("tells that nothing calls a function from a coroutine", () => {
    assert.match(
      why("app/orders.py", "return 1"),
      /^In lonely\(\), a plain function that no known coroutine calls\.\nNothing is called on this line\./,
    );
  });

  it("tells of code that runs when the module is imported", () => {
    assert.match(why("app/orders.py", "print("), /^Outside every function/);
  });
});
