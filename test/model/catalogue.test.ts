import assert from "node:assert/strict";
import { BLOCKING_ENTRIES, blockingCallsOf } from "#model/eventLoop/blockingCalls";
import { externalName, LIBRARY_NAMES, librariesOf } from "#model/link/libraries";
import { FLUENT_METHODS, SAME_NAMES } from "#model/link/libraryNames";
import { Names } from "#syntax/names";
import { FOLDER, workspaceOf } from "../harness";
import { catalogueNames, faultsOf, isOf, LARGE, NOT_CHECKED, REQUIREMENTS } from "./catalogueJudge";

const names = new Names();
const libraries = librariesOf(names);
const calls = blockingCallsOf(names);
const find = (name: string) => calls.find(externalName(name, names));
const idOf = (name: string): number => externalName(name, names);

/** The canonical name, as a person writes it. */
function canonical(name: string): string {
  return names.text(libraries.canonical(idOf(name))).replaceAll(".()", "()");
}

function twice(all: readonly string[]): string[] {
  return all.filter((name, index) => all.indexOf(name) !== index);
}

/** The names of the blocking calls that coroutines of a file reach, in source order. */
function blockingIn(text: string): string[] {
  const workspace = workspaceOf([["main.py", text]]);
  return workspace.blockedLoops(`${FOLDER}/main.py`).map(({ blocking }) => blocking.name);
}

describe("the catalogue of blocking calls", () => {
  it("lists nothing twice", () => {
    assert.deepEqual(twice(BLOCKING_ENTRIES.map(({ name }) => name)), []);
  });

  it("uses canonical names, which alone are asked for", () => {
    const others = BLOCKING_ENTRIES.map(({ name }) => name.replace(/\.\*$/, "")).filter(
      (name) => canonical(name) !== name,
    );
    assert.deepEqual(others, []);
  });

  it("has no line that was misread", () => {
    for (const { name, except, twin } of BLOCKING_ENTRIES) {
      assert.match(name, /^\w+(?:\(\))?(?:\.\w+(?:\(\))*)*(?:\.\*)?$/);
      for (const word of except) assert.match(word, /^[a-z]\w*$/);
      if (twin) assert.match(`${twin.module}.${twin.name}`, /^\w+(?:\.\w+)+$/);
    }
  });

  it("finds a function, a method and a built-in", () => {
    assert.equal(find("requests.get")?.kind, "io");
    assert.equal(find("sqlalchemy.orm.Session().commit")?.kind, "io");
    assert.equal(find("bcrypt.hashpw")?.kind, "password");
    assert.equal(find("open")?.kind, "file");
  });

  it("does not find what does no input or output", () => {
    for (const name of [
      "requests",
      "requests.Session",
      "requests.Session().mount",
      "sqlalchemy.orm.Session().add",
      "sqlalchemy.orm.Session().query",
      "sqlalchemy.orm.Query().filter",
      "sqlalchemy.ext.asyncio.AsyncSession().execute",
      "pymongo.collection.Collection().find",
      "asyncio.sleep",
      "commit",
    ])
      assert.equal(find(name), undefined, name);
  });

  it("finds every method behind a star but the exceptions", () => {
    assert.equal(find("boto3.client().put_object")?.kind, "io");
    assert.equal(find("boto3.client().generate_presigned_url"), undefined);
    assert.equal(find("redis.Redis().hgetall")?.kind, "io");
    assert.equal(find("redis.Redis().pipeline"), undefined);
  });

  it("takes neither a call of the thing itself, nor private names, nor members of members for those behind a star", () => {
    for (const name of [
      "boto3.client()",
      "boto3.client()()",
      "boto3.client().meta.events.register",
    ])
      assert.equal(find(name), undefined, name);
    assert.equal(find("redis.Redis()._connect"), undefined);
    assert.equal(find("redis.Redis().__init__"), undefined);
  });

  it("gives the same object for the same name, so that results can be compared", () => {
    assert.equal(find("boto3.client().put_object"), find("boto3.client().put_object"));
    assert.equal(find("requests.get"), find("requests.get"));
  });

  it("names calls as a person writes them", () => {
    const written = [
      ["requests.get", "requests.get"],
      ["sqlalchemy.orm.Session().execute", "Session.execute"],
      ["redis.Redis().get", "redis.Redis.get"],
      ["boto3.client().put_object", "boto3.client().put_object"],
      ["openai.OpenAI().chat.completions.create", "openai.OpenAI.chat.completions.create"],
    ] as const;
    for (const [name, text] of written) assert.equal(find(name)?.name, text);
  });

  it("knows the awaitable twin", () => {
    assert.deepEqual(find("time.sleep")?.twin, { module: "asyncio", name: "sleep" });
    assert.equal(find("requests.get")?.twin, undefined);
  });
});

describe("the names of libraries", () => {
  const lefts = [
    ...linesOf(SAME_NAMES).map((line) => line.split(" = ")[0] ?? ""),
    ...linesOf(FLUENT_METHODS).flatMap((line) => {
      const [owner = "", methods = ""] = line.split(": ");
      return methods.split(" ").map((method) => `${owner}.${method}()`);
    }),
  ];

  it("are each listed once", () => {
    assert.deepEqual(twice(lefts), []);
    assert.equal(LIBRARY_NAMES.same.size, lefts.length);
  });

  it("lead to a canonical name in one step", () => {
    const rights = [
      ...LIBRARY_NAMES.same.values(),
      ...Array.from(LIBRARY_NAMES.otherAttributes.values(), ({ to }) => to),
      ...Array.from(LIBRARY_NAMES.otherResults.values(), ({ to }) => to),
    ];
    assert.deepEqual(
      rights.filter((name) => canonical(name) !== name),
      [],
    );
  });

  it("can each be reached, since what is before the last word is canonical", () => {
    const owners = lefts.map((name) => name.replace(/(?:\(\)|\.\w+|^\w+)$/, ""));
    assert.deepEqual(
      owners.filter((owner) => owner !== "" && canonical(owner) !== owner),
      [],
    );
  });

  it("follow modules, factories and methods that give the same again", () => {
    assert.equal(canonical("httpx2.Client().get"), "httpx.Client().get");
    assert.equal(canonical("redis.client.StrictRedis().get"), "redis.Redis().get");
    assert.equal(canonical("sqlmodel.create_engine().begin()"), "sqlalchemy.engine.Connection()");
    assert.equal(
      canonical("sqlalchemy.orm.scoped_session()().query().filter().order_by().first"),
      "sqlalchemy.orm.Query().first",
    );
  });

  it("take unknown attributes of a MongoClient for databases and collections", () => {
    assert.equal(canonical("pymongo.MongoClient().shop.orders"), "pymongo.collection.Collection()");
    assert.equal(
      canonical("pymongo.MongoClient().server_info"),
      "pymongo.MongoClient().server_info",
    );
    assert.equal(
      canonical("pymongo.MongoClient().shop.orders.insert_one"),
      "pymongo.collection.Collection().insert_one",
    );
  });

  it("take every command of a pipeline for the pipeline", () => {
    assert.equal(
      canonical("redis.Redis().pipeline().set().expire().execute"),
      "redis.Redis().pipeline().execute",
    );
    assert.notEqual(canonical("redis.Redis().pipeline().execute()"), "redis.Redis().pipeline()");
  });

  it("leave all others as they are", () => {
    for (const name of ["requests", "redis.asyncio.Redis().get", "acme.Client().get", "Session"])
      assert.equal(canonical(name), name);
  });
});

describe("calls in a file", () => {
  it("are followed through factories and fluent methods to what blocks", () => {
    const text = `
import boto3
from pymongo import MongoClient
from redis import from_url
from sqlalchemy.orm import scoped_session, sessionmaker
from supabase import create_client

s3 = boto3.Session().client("s3")
mongo = MongoClient("mongodb://db")
cache = from_url("redis://cache")
Session = scoped_session(sessionmaker())
supabase = create_client("https://x", "key")


async def main():
    s3.put_object(Bucket="a", Key="b", Body=b"")
    mongo.shop.orders.find_one({"id": 1})
    cache.set("a", 1)
    with cache.pipeline() as pipe:
        pipe.set("a", 1).expire("a", 60).execute()
    Session.query(object).filter_by(id=1).one_or_none()
    Session().commit()
    supabase.table("orders").select("*").eq("id", 1).single().execute()
`;
    assert.deepEqual(blockingIn(text), [
      "boto3.client().put_object",
      "Collection.find_one",
      "redis.Redis.set",
      "redis.Redis().pipeline().execute",
      "Query.one_or_none",
      "Session.commit",
      "supabase.create_client().table().select().execute",
    ]);
  });

  it("of asynchronous clients of the same packages are left alone", () => {
    const text = `
import httpx
from elasticsearch import AsyncElasticsearch
from openai import AsyncOpenAI
from pymongo import AsyncMongoClient
from redis.asyncio import from_url
from sqlalchemy.ext.asyncio import async_sessionmaker

cache = from_url("redis://cache")
mongo = AsyncMongoClient("mongodb://db")
sessions = async_sessionmaker()


async def main():
    task = cache.get("a")
    found = mongo.shop.orders.find_one({})
    answer = AsyncOpenAI().chat.completions.create(model="x", messages=[])
    hits = AsyncElasticsearch("http://search").search(index="a")
    response = httpx.AsyncClient().get("https://x")
    async with sessions() as session:
        rows = session.execute("select 1")
`;
    assert.deepEqual(blockingIn(text), []);
  });
});

describe("the packages themselves", function () {
  this.timeout(300_000);

  it("hold what the catalogue and the names of libraries say", () => {
    const isAsked = (name: string): boolean => !isOf(name, [...LARGE, ...NOT_CHECKED.keys()]);
    assert.deepEqual(faultsOf(isAsked, REQUIREMENTS), []);
  });

  it("are all named where they are not checked in every run", () => {
    for (const name of [...LARGE, ...NOT_CHECKED.keys()])
      assert.ok(
        catalogueNames().some((it) => isOf(it, [name])),
        name,
      );
  });
});

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}
