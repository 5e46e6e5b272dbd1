/** Drives the editor by its window, as a person does, in Restricted Mode. Leaves a screenshot of every step. */
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { startBrowser, workbenchReady, workbenchUrl } from "#editor/browser";
import { type Editor, startEditor } from "#editor/editor";
import { packedExtension, sample, screenshotFolder } from "#editor/paths";

describe("the interface", () => {
  let scratch: string;
  let folder: string;
  let editor: Editor;
  let browser: Browser;
  let page: Page;

  before(async () => {
    scratch = mkdtempSync(join(tmpdir(), "rw-interface-"));
    folder = join(scratch, "orders");
    cpSync(sample("workspace"), folder, { recursive: true });
    rmSync(screenshotFolder, { recursive: true, force: true });
    mkdirSync(screenshotFolder, { recursive: true });
    editor = await startEditor({
      extensions: [packedExtension()],
      settings: { "security.workspace.trust.banner": "always" },
      restricted: true,
    });
    browser = await startBrowser(editor);
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(30_000);
    await page.goto(workbenchUrl(editor, folder));
    await workbenchReady(page);
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await look("failed");
    await page.keyboard.press("Escape");
  });

  after(async () => {
    await browser?.close();
    await editor?.stop();
    rmSync(scratch, { recursive: true, force: true });
  });

  it("shows a finding, explains it, and repairs it", async () => {
    await openFile("database.py");
    await page.locator(".monaco-editor .squiggly-warning").first().waitFor();
    await look("01-squiggle");

    const call = page.locator(".view-line span", { hasText: "create_async_engine" }).last();
    await call.hover();
    const hover = page.locator(".monaco-hover:visible", { hasText: "missing-pool-pre-ping" });
    await hover.waitFor();
    await look("02-hover");

    await page.mouse.move(900, 600);
    await call.click();
    await page.locator("[class*=lightbulb]").first().waitFor();
    await look("03-light-bulb");

    const menu = page.locator(".action-widget").first();
    const entry = menu.locator("text=Add pool_pre_ping=True");
    await untilVisible(entry, "Control+.");
    await look("04-menu");
    await entry.click();
    await page.locator(".monaco-editor .squiggly-warning").first().waitFor({ state: "detached" });
    await look("05-repaired");

    await page.keyboard.press("Control+S");
    await page.locator(".tab.dirty").waitFor({ state: "detached" });
    const text = readFileSync(join(folder, "app/database.py"), "utf8");
    assert.match(text, /\("postgresql\+asyncpg:\/\/localhost\/orders", pool_pre_ping=True\)/);
  });

  it("lists the findings of files that are not open", async () => {
    await runCommand("Problems: Focus on Problems View");
    await page.locator(".markers-panel", { hasText: "orders.py" }).waitFor();
    await look("06-problems");
    await runCommand("View: Hide Panel");
  });

  it("writes a pattern from a few letters", async () => {
    await openFile("__init__.py");
    await page.locator(".editor-instance .view-lines").first().click();
    await page.keyboard.type("fa-");
    const suggestion = page.locator(".suggest-widget.visible .monaco-list-row", { hasText: "fa-" });
    await untilVisible(suggestion.first(), "Control+Space");
    await look("07-suggestions");
    await page.keyboard.press("Enter");
    await page.locator(".view-line", { hasText: "import" }).first().waitFor();
    await look("08-pattern");
    await page.keyboard.press("Escape");
    await runCommand("File: Revert File");
  });

  it("makes a repository for a model, after showing every file", async () => {
    const before = filesOf(folder);
    await openFile("models.py");
    await runCommand("Routewright: Scaffold Repository");
    await pickList("Scaffold Repository").filter({ hasText: "Order" }).first().waitFor();
    await look("09-models");
    await page.keyboard.press("Enter");

    const preview = page.locator(".bulk-edit-panel");
    await preview.locator(".monaco-list-row").first().click();
    await page.locator(".tab.active", { hasText: "Refactor Preview" }).waitFor();
    await page.locator(".multiDiffEntry .view-line", { hasText: "class" }).first().waitFor();
    await look("10-preview");
    assert.deepEqual(filesOf(folder), before, "nothing is written before it is applied");
    await preview.getByRole("button", { name: "Apply" }).click();
    await page.locator(".view-line", { hasText: "class OrderRepository" }).first().waitFor();
    await look("11-repository");
    assert.ok(filesOf(folder).length >= before.length + 4);
  });

  it("shows the page of a rule", async () => {
    await runCommand("Routewright: Show Rule");
    const rules = pickList("Show Rule");
    await rules.first().waitFor();
    await look("12-rules");
    await page.keyboard.type("missing-pool-pre-ping");
    await rules.filter({ hasText: "missing-pool-pre-ping" }).first().waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".tab", { hasText: "missing-pool-pre-ping" }).waitFor();
    const web = page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
    await web.locator("h1").first().waitFor();
    await look("13-rule");
  });

  it("shows the final path of a route and what it needs", async () => {
    await runCommand("View: Close All Editors");
    await openFile("orders.py");
    await page.locator(".view-line span", { hasText: "router" }).last().hover();
    await page
      .locator(".monaco-hover:visible", { hasText: "/orders/{order_id}/receipt" })
      .waitFor();
    await look("14-route");
  });

  it("goes to the route of a pasted line of an access log", async () => {
    await closeEditors();
    await runCommand("Routewright: Go to Route");
    const routes = pickList("Go to Route");
    await routes.first().waitFor();
    await look("15-go-to-route");
    await page.keyboard.insertText('"POST /orders/42/receipt?address=a HTTP/1.1" 200 OK');
    await routes.filter({ hasText: "answers this" }).first().waitFor();
    await look("16-pasted-request");
    await page.keyboard.press("Enter");
    await focused("send_order_receipt");
  });

  it("finds a route as a symbol", async () => {
    await page.keyboard.press("Control+T");
    await page.keyboard.type("POST receipt");
    const symbol = page.locator(".quick-input-widget .monaco-list-row", {
      hasText: "POST /orders/{order_id}/receipt",
    });
    await symbol.first().waitFor();
    await look("17-symbols");
  });

  it("shows all routes in the Explorer", async () => {
    await closeEditors();
    await runCommand("Explorer: Focus on Routes View");
    const view = page.locator(".pane", { hasText: "Routes" });
    const route = view.locator(".monaco-list-row", { hasText: "POST /orders/{order_id}/receipt" });
    await route.first().waitFor();
    await look("18-routes");
    await route.first().hover();
    await page.locator(".monaco-hover:visible", { hasText: "on the event loop" }).first().waitFor();
    await look("19-routes-card");
    await route.first().click();
    await focused("send_order_receipt");
  });

  it("tells what is known of the place at the cursor, with links to the code", async () => {
    await runCommand("View: Close All Editors");
    await openFile("orders.py");
    await page.locator(".monaco-editor .squiggly-error").first().waitFor();
    await page.locator(".view-line span", { hasText: "send_receipt" }).last().click();
    await runCommand("Routewright: Why Here?");
    const web = page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
    await web.locator("h1", { hasText: "Why here?" }).waitFor();
    await look("20-why-here");
    await web.locator("a", { hasText: "app/mail.py:4" }).first().click();
    await page.locator(".tab.active", { hasText: "mail.py" }).waitFor();
    await look("21-why-here-link");
    await runCommand("View: Close All Editors");
  });

  it("helps while one writes the configuration", async () => {
    await openFile("pyproject.toml");
    await page.locator(".editor-group-container.active .view-lines").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("\n[tool.routewright]\n");
    await page.keyboard.type("sel");
    const key = page.locator(".suggest-widget.visible .monaco-list-row", { hasText: "select" });
    await untilVisible(key.first(), "Control+Space");
    await look("22-configuration-keys");
    await page.keyboard.press("Enter");
    await page.keyboard.type("missing");
    const rule = page.locator(".suggest-widget.visible .monaco-list-row", {
      hasText: "missing-pool-pre-ping",
    });
    await untilVisible(rule.first(), "Control+Space");
    await look("23-configuration-rules");
    await page.keyboard.press("Enter");
    await page.keyboard.press("End");
    await page.keyboard.type("\nprofil = 'strict'\n");
    await page.locator(".monaco-editor .squiggly-warning").first().waitFor();
    await page.locator(".view-line span", { hasText: "missing-pool-pre-ping" }).last().hover();
    await page.locator(".monaco-hover:visible", { hasText: "An engine hands out" }).waitFor();
    await look("24-configuration-hover");
    await page.keyboard.press("Escape");
    await runCommand("File: Revert File");
  });

  it("tells its state beside the language", async () => {
    await openFile("main.py");
    await page.locator('[id="status.languageStatus"]').hover();
    await page.locator(".hover-language-status", { hasText: "Routewright" }).first().waitFor();
    await look("25-status");
  });

  it("has popped nothing up meanwhile", async () => {
    assert.equal(await page.locator(".notification-toast").count(), 0);
    // With a dot it would have something to read.
    assert.equal(await page.locator('[id="status.notifications"] .codicon-bell').count(), 1);
    assert.equal(await page.locator('[id="status.notifications"] .codicon-bell-dot').count(), 0);
  });

  async function look(name: string): Promise<void> {
    await page.screenshot({ path: join(screenshotFolder, `${name}.png`) });
  }

  /** The rows of a list to pick from; the command palette, which may still be there, has no title. */
  function pickList(title: string): Locator {
    const list = page.locator(".quick-input-widget", {
      has: page.locator(".quick-input-title", { hasText: title }),
    });
    return list.locator(".monaco-list-row");
  }

  async function openFile(name: string): Promise<void> {
    await page.keyboard.press("Control+P");
    const box = page.locator(".quick-input-widget input[type=text]");
    await box.fill(name);
    await page.locator(".quick-input-widget .monaco-list-row", { hasText: name }).first().waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".tab.active", { hasText: name }).waitFor();
  }

  async function runCommand(title: string): Promise<void> {
    await page.keyboard.press("F1");
    const box = page.locator(".quick-input-widget input[type=text]");
    await box.fill(`>${title}`);
    await page
      .locator(".quick-input-widget .monaco-list-row", { hasText: title })
      .first()
      .waitFor();
    await page.keyboard.press("Enter");
  }

  async function closeEditors(): Promise<void> {
    await runCommand("View: Close All Editors");
    await page.locator(".tab").first().waitFor({ state: "detached" });
  }

  /** Waits until the editor that opens has the focus, so that it does not take it from what comes next. */
  async function focused(text: string): Promise<void> {
    await page.locator(".monaco-editor.focused .view-line", { hasText: text }).first().waitFor();
  }

  /** VS Code drops a request while another extension registers a provider, so a person presses the key again. */
  async function untilVisible(wanted: Locator, key: string): Promise<void> {
    for (let press = 0; press < 8; press++) {
      await page.keyboard.press(key);
      const isThere = await wanted.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      );
      if (isThere) return;
      await page.keyboard.press("Escape");
    }
    await wanted.waitFor({ timeout: 1000 });
  }
});

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
}
