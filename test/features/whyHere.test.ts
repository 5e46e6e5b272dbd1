import assert from "node:assert/strict";
import { toUri } from "#features/uris";
import { whyHere } from "#features/whyHere";
import { rules } from "#rules/index";
import { Lines } from "#syntax/lines";
import { FOLDER, linterOf, workspaceOf } from "../harness.ts";

const FILES = {
  "app/__init__.py": "",
  "app/main.py": `from fastapi import FastAPI

from app.mail import Mailer, send

app = FastAPI()
mailer = Mailer()


@app.get("/")
async def read():
    send()
    mailer.client.unknown.thing()
    print(mailer)


@app.get("/plain")
def plain():
    send()
`,
  "app/mail.py": `import time


class Mailer:
    pass


def send():
    time.sleep(1)  # routewright: allow[blocking-call-on-event-loop]


async def direct():
    time.sleep(2)  # noqa: ASYNC251
`,
  "tests/test_main.py": "import time\n\n\nasync def test():\n    time.sleep(1)\n",
};

/** The page for the place where a text begins. */
function page(path: string, text: string, files: Readonly<Record<string, string>> = FILES): string {
  const workspace = workspaceOf(Object.entries(files));
  const linter = linterOf(workspace, rules);
  const file = workspace.file(`${FOLDER}/${path}`);
  assert.ok(file);
  return whyHere(file, file.text.indexOf(text), {
    workspace,
    reports: (each) => linter.reports(each),
    leftOut: (each) => linter.leftOut(each),
    linesOf: (each) => workspace.file(each)?.lines ?? new Lines(""),
    uriOf: toUri,
  });
}

describe("Why Here", () => {
  it("tells what a call is, where it runs, and each step down to what blocks, with links", () => {
    assert.equal(
      page("app/main.py", "send()\n    mailer"),
      `# Why here?

[\`app/main.py:11\`](file:///project/app/main.py#L11)

\`\`\`python
send()
\`\`\`

In [\`read()\`](file:///project/app/main.py#L10), a coroutine: it runs on the event loop.

## \`send()\`

Is \`app.mail.send\`, a function, in [\`app/mail.py:8\`](file:///project/app/mail.py#L8).

Keeps the event loop: it reaches \`time.sleep\` in 1 step:

1. \`send()\` in [\`app/mail.py:9\`](file:///project/app/mail.py#L9)

## Findings

- [blocking-call-on-event-loop](https://github.com/routewright/routewright/blob/main/rules/async/blocking-call-on-event-loop.md): send\\(\\) reaches time\\.sleep, which stops every other request meanwhile\\. Run it in the thread pool, or await an async client\\.
`,
    );
  });

  it("tells how a plain function comes to run on the event loop", () => {
    const text = page("app/mail.py", "time.sleep(1)");
    assert.match(
      text,
      /In \[`send\(\)`\]\(\S+#L8\), a plain function\. It runs on the event loop, called by:\n\n1\. `read\(\)` in \[`app\/main\.py:11`\]/,
    );
  });

  it("tells that FastAPI runs a plain handler in the thread pool", () => {
    assert.match(
      page("app/main.py", "send()\n\n").concat(page("app/main.py", "plain()")),
      /In .*`plain\(\)`.*, a plain handler: FastAPI runs it in the thread pool\./,
    );
  });

  it("tells where resolution stopped", () => {
    assert.match(
      page("app/main.py", "mailer.client"),
      /Is not known: `app\.mail\.Mailer\(\)`, an object, in \[`app\/mail\.py:4`\]\(\S+\) is, but not what `client` of it is\./,
    );
  });

  it("tells of a name that is no call", () => {
    const text = page("app/main.py", "mailer)");
    assert.match(
      text,
      /## `mailer`\n\nIs `app\.mail\.Mailer\(\)`, an object, in \[`app\/mail\.py:4`\]/,
    );
  });

  it("tells why a finding is not reported", () => {
    const noqa = page("app/mail.py", "time.sleep(2)");
    assert.match(
      noqa,
      /\[blocking-call-on-event-loop\]\(\S+\) is not reported: it is left to Ruff \(ASYNC251\)\./,
    );
    const test = page("tests/test_main.py", "time.sleep");
    assert.match(test, /The file counts as a test; most rules speak of application files only\./);
  });

  it("keeps what a workspace holds as text", () => {
    const folder = "a`b](http:x) <img>";
    const files = {
      [`${folder}/main.py`]: 'x = "`````<script>"; print("\u202e[a](command:b)")\n',
    };
    const text = page(`${folder}/main.py`, "print", files);
    assert.match(
      text,
      /^\[``a`b\]\(http:x\) <img>\/main\.py:1``\]\(file:\/\/\/project\/a%60b%5D%28http%3Ax%29%20%3Cimg%3E\/main\.py#L1\)$/m,
    );
    assert.match(
      text,
      /^``````python\nx = "`````<script>"; print\(" \[a\]\(command:b\)"\)\n``````$/m,
    );
  });
});
