import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { cacheFolder, NodeCache } from "../server/nodeCache";
import { folderWith } from "./temporary";

const CONTENT = new TextEncoder().encode("what was found, é");

function cacheIn(folder: string, build = "one", mostBytes = 1_000_000): NodeCache {
  return new NodeCache({ folder, build, mostBytes });
}

/** A cache that holds one entry, and the path of its file. */
function withOne(): { readonly cache: NodeCache; readonly file: string } {
  const folder = folderWith({});
  const cache = cacheIn(folder);
  cache.set("key", CONTENT);
  return { cache, file: join(folder, keptIn(folder)[0] ?? "") };
}

function keptIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith(".kept"));
}

describe("the cache on disk", () => {
  it("gives back what was kept, to the same build and for the same key alone", () => {
    const folder = join(folderWith({}), "new", "folder");
    cacheIn(folder).set("key", CONTENT);
    assert.deepEqual(Uint8Array.from(cacheIn(folder).get("key") ?? []), CONTENT);
    assert.equal(cacheIn(folder).get("other"), undefined);
    assert.equal(cacheIn(folder, "another").get("key"), undefined);
    assert.equal(cacheIn(folderWith({})).get("key"), undefined);
  });

  it("tells texts apart by where one ends and the next begins", () => {
    const cache = cacheIn(folderWith({}));
    const lists = [
      ["ab", "c"],
      ["a", "bc"],
      ["abc"],
      ["ab", "c", ""],
      ["", "ab", "c"],
      ["1:a2:bc"],
    ];
    assert.equal(new Set(lists.map((texts) => cache.digest(texts))).size, lists.length);
  });

  it("takes nothing from a damaged file, wherever the damage is", () => {
    const { cache, file } = withOne();
    const whole = readFileSync(file);
    for (let at = 0; at < whole.length; at++) {
      const flipped = Buffer.from(whole);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      writeFileSync(file, flipped);
      assert.equal(cache.get("key"), undefined, `byte ${at} flipped`);
      writeFileSync(file, whole.subarray(0, at));
      assert.equal(cache.get("key"), undefined, `cut at ${at}`);
    }
    for (const bytes of [
      Buffer.concat([whole, Buffer.of(0)]),
      Buffer.alloc(5000),
      Buffer.alloc(5000, 0xff),
    ]) {
      writeFileSync(file, bytes);
      assert.equal(cache.get("key"), undefined);
    }
    cache.set("key", CONTENT);
    assert.deepEqual(Uint8Array.from(cache.get("key") ?? []), CONTENT);
  });

  it("takes nothing from the file of another entry that bears its name", () => {
    const { cache, file } = withOne();
    const other = withOne();
    other.cache.set("other", CONTENT);
    const foreign = keptIn(join(other.file, "..")).find((name) => !other.file.endsWith(name)) ?? "";
    renameSync(join(other.file, "..", foreign), file);
    assert.equal(cache.get("key"), undefined);
  });

  it("takes nothing from what is no file", () => {
    if (process.platform === "win32") return;
    const { cache, file } = withOne();
    const copy = join(folderWith({}), "copy");
    renameSync(file, copy);
    symlinkSync(copy, file);
    assert.equal(cache.get("key"), undefined, "a link");
    rmSync(file);
    assert.equal(spawnSync("mkfifo", [file]).status, 0);
    assert.equal(cache.get("key"), undefined, "a FIFO");
    rmSync(file);
    mkdirSync(file);
    assert.equal(cache.get("key"), undefined, "a folder");
    cache.set("key", CONTENT);
    assert.deepEqual(
      readdirSync(join(file, "..")).filter((name) => name.endsWith(".writing")),
      [],
    );
  });

  it("drops what was not used for longest when there is no more room", () => {
    const folder = folderWith({});
    const cache = cacheIn(folder, "one", 5000);
    for (const [day, key] of ["first", "second", "third", "fourth"].entries()) {
      cache.set(key, new Uint8Array(1000));
      for (const name of keptIn(folder)) {
        const { mtimeMs } = statSync(join(folder, name));
        if (Date.now() - mtimeMs < 60_000)
          utimesSync(
            join(folder, name),
            new Date(),
            new Date(Date.now() - (10 - day) * 86_400_000),
          );
      }
    }
    // Reading is using.
    assert.ok(cache.get("first"));
    cache.set("fifth", new Uint8Array(1000));
    const left = ["first", "second", "third", "fourth", "fifth"].filter((key) => cache.get(key));
    assert.deepEqual(left, ["first", "third", "fourth", "fifth"]);
    cache.set("sixth", new Uint8Array(6000));
    assert.equal(cache.get("sixth"), undefined, "larger than all room");
    const sizes = keptIn(folder).map((name) => statSync(join(folder, name)).size);
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) <= 5000);
  });

  it("clears up what no one will use again, and nothing that it did not make", () => {
    const { cache, file } = withOne();
    const folder = join(file, "..");
    const unfinished = `${file.slice(0, -".kept".length)}.0123456789abcdef.writing`;
    const strange = join(folder, "notes.kept");
    for (const path of [file, unfinished, strange]) {
      writeFileSync(path, "old");
      utimesSync(path, new Date(0), new Date(0));
    }
    cache.set("another", CONTENT);
    assert.deepEqual([file, unfinished, strange].map(existsSync), [false, false, true]);
  });

  it("keeps what it has from the eyes of others", () => {
    if (process.platform === "win32") return;
    const folder = join(folderWith({}), "cache");
    cacheIn(folder).set("key", CONTENT);
    const [name = ""] = keptIn(folder);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600);
    assert.ok(!readFileSync(join(folder, name)).includes("found"));
  });

  it("is silent where nothing can be written", () => {
    const parent = folderWith({ file: "" });
    const folders = [
      join(parent, "file"),
      join(parent, "file", "below"),
      join(parent, "locked", "x"),
    ];
    mkdirSync(join(parent, "locked"));
    chmodSync(join(parent, "locked"), 0o500);
    for (const folder of folders.slice(0, process.getuid?.() === 0 ? 2 : 3)) {
      const cache = cacheIn(folder);
      cache.set("key", CONTENT);
      assert.equal(cache.get("key"), undefined, folder);
    }
  });

  it("lies where each system wants it", () => {
    const folder = (platform: string, environment = {}, home = "/home/ada") =>
      cacheFolder(environment, platform, home);
    assert.equal(folder("linux"), "/home/ada/.cache/routewright/analysis");
    assert.equal(folder("darwin"), "/home/ada/Library/Caches/routewright/analysis");
    assert.equal(folder("linux", { XDG_CACHE_HOME: "/cache" }), "/cache/routewright/analysis");
    // The specification has a relative path ignored.
    assert.equal(
      folder("linux", { XDG_CACHE_HOME: "cache" }),
      "/home/ada/.cache/routewright/analysis",
    );
    assert.equal(
      folder("win32", { LOCALAPPDATA: "/Users/Ada/Local" }),
      "/Users/Ada/Local/routewright/analysis",
    );
    assert.equal(folder("win32"), undefined);
    assert.equal(folder("linux", {}, ""), undefined);
  });
});
