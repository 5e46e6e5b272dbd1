import assert from "node:assert/strict";
import type { RepositoryRequest } from "#generate/repository";
import { refusalOf, requestFor, scaffolded, textOf } from "./models.ts";

const IMPORTS = `
from datetime import date, datetime
from typing import Annotated, Optional
from sqlalchemy import *
from sqlalchemy.orm import Mapped, mapped_column, relationship
from .base import Base
`;
const KEY = "id: Mapped[int] = mapped_column(primary_key=True)";

describe("Scaffold Repository", () => {
  describe("the schemas", () => {
    it("leave what the server sets out of what a client sends", () => {
      const text = schemas(`
        ${KEY}
        title: Mapped[str]
        views: Mapped[int] = mapped_column(default=0)
        slug: Mapped[str] = mapped_column(Computed("lower(title)"))
        created_at: Mapped[datetime] = mapped_column(server_default=func.now())
        changed_at: Mapped[datetime | None] = mapped_column(onupdate=func.now())`);
      assert.deepEqual(fieldsOf(text, "ArticleCreate"), ["title: str"]);
      assert.deepEqual(fieldsOf(text, "ArticleUpdate"), ["title: str | None = None"]);
      assert.deepEqual(fieldsOf(text, "ArticleOut"), [
        "id: int",
        "title: str",
        "views: int",
        "slug: str",
        "created_at: datetime",
        "changed_at: datetime | None",
      ]);
    });

    it("ask for a key that nobody else makes", () => {
      for (const key of [
        "id: Mapped[str] = mapped_column(primary_key=True)",
        "id: Mapped[UUID] = mapped_column(primary_key=True)",
        'id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)',
        "id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)",
      ]) {
        const text = schemas(key, "from uuid import UUID\n");
        assert.match(fieldsOf(text, "ArticleCreate").join(), /^id: \w+$/, key);
        assert.deepEqual(fieldsOf(text, "ArticleUpdate"), [], key);
      }
    });

    it("never show a secret, and take it wrapped", () => {
      const text = schemas(`
        ${KEY}
        hashed_password: Mapped[str]
        api_token: Mapped[str] = mapped_column(String(40))
        reset_token: Mapped[str | None]
        token_count: Mapped[int]`);
      assert.deepEqual(fieldsOf(text, "ArticleCreate"), [
        "password: SecretStr = Field(min_length=12, max_length=128)",
        "api_token: SecretStr = Field(max_length=40)",
        "token_count: Int32",
      ]);
      assert.deepEqual(fieldsOf(text, "ArticleUpdate"), ["token_count: Int32 | None = None"]);
      assert.deepEqual(fieldsOf(text, "ArticleOut"), ["id: int", "token_count: int"]);
    });

    it("hold what the columns can hold", () => {
      const text = schemas(`
        ${KEY}
        code: Mapped[str] = mapped_column(CHAR(length=3))
        price: Mapped[float] = mapped_column(Numeric(10, 2, asdecimal=False))
        small: Mapped[int] = mapped_column(SmallInteger)
        big: Mapped[int] = mapped_column(BigInteger())
        local: Mapped[datetime] = mapped_column(DateTime)
        moment: Mapped[datetime] = mapped_column(DateTime(timezone=True))
        unknown: Mapped[datetime]`);
      assert.deepEqual(fieldsOf(text, "ArticleCreate"), [
        "code: str = Field(max_length=3)",
        "price: float",
        "small: Int16",
        "big: Int64",
        "local: NaiveDatetime",
        "moment: AwareDatetime",
        "unknown: datetime",
      ]);
      assert.match(text, /^Int16 = .*\nInt32 = .*\nInt64 = .*\n/m);
    });

    it("leave relationships and what is no column alone", () => {
      const text = schemas(`
        ${KEY}
        comments: Mapped[list["Comment"]] = relationship()
        limit = 5
        label: str = "x"`);
      assert.deepEqual(fieldsOf(text, "ArticleOut"), ["id: int"]);
    });

    it("import the types from where the model has them", () => {
      const text = schemas(
        `
        ${KEY}
        on: Mapped[dt.date]
        kind: Mapped[Kind]
        own: Mapped[Own]
        shape: Mapped[forms.Shape]
        maybe: Mapped[Optional[Key]]`,
        "import datetime as dt\nfrom ..kinds import Sort as Kind\nfrom . import forms\nclass Own: pass\nKey = Annotated[int, mapped_column()]\n",
        { path: "app/models/article.py" },
      );
      assert.match(text, /^import datetime$/m);
      assert.match(text, /^from app\.kinds import Sort$/m);
      assert.match(text, /^from app\.models import forms$/m);
      assert.match(text, /^from app\.models\.article import Key, Own$/m);
      assert.deepEqual(fieldsOf(text, "ArticleOut").slice(1), [
        "on: datetime.date",
        "kind: Sort",
        "own: Own",
        "shape: forms.Shape",
        "maybe: Key | None",
      ]);
    });
  });

  it("takes the columns of the classes that the model inherits from", () => {
    const base = `${IMPORTS}class Base(DeclarativeBase):\n    ${KEY}\n    name: Mapped[date]\n`;
    const request = requestFor(model("name: Mapped[str]"), "Article", {
      inherited: [requestFor(base, "Base").model],
    });
    const text = textOf(scaffolded(request).files, "app/schemas/article.py");
    assert.deepEqual(fieldsOf(text, "ArticleOut"), ["id: int", "name: str"]);
  });

  it("reads pages in the order of the key, so that none repeats or skips a row", () => {
    const { files } = scaffold({});
    assert.match(textOf(files, "app/repositories/article.py"), /\.order_by\(Article\.id\)/);
  });

  it("uses the project's session dependency and HTTP client", () => {
    const { files } = scaffold({
      session: { module: "app.db", name: "get_db" },
      client: "httpx",
      hasDependencyScopes: false,
    });
    const router = textOf(files, "app/routers/article.py");
    assert.match(router, /^from app\.db import get_db$/m);
    assert.match(router, /Annotated\[AsyncSession, Depends\(get_db\)\]/);
    const test = textOf(files, "tests/test_article.py");
    assert.match(test, /^from httpx import ASGITransport, AsyncClient$/m);
    assert.match(test, /dependency_overrides\[get_db\] = /);
  });

  it("makes a session dependency where the project has none, and says what it needs", () => {
    const { session: _, ...request } = requestFor(model(KEY), "Article");
    const { files, notes } = scaffolded(request);
    assert.match(textOf(files, "app/session.py"), /async def get_session/);
    assert.match(textOf(files, "app/routers/article.py"), /from app\.session import get_session/);
    assert.ok(notes.includes("The lifespan must set app.state.sessions: app.session reads it."));
  });

  it("hashes a password with the project's function, else with one that it makes", () => {
    const text = model(`${KEY}\n    password: Mapped[str]`);
    const made = scaffolded(requestFor(text, "Article"));
    assert.match(textOf(made.files, "app/passwords.py"), /^from functools import cache\n/);
    assert.ok(made.notes.includes("app.passwords needs pwdlib[argon2,bcrypt]."));
    const hashPassword = { module: "app.security", name: "make_hash" };
    const { files } = scaffolded(requestFor(text, "Article", { hashPassword }));
    assert.equal(files.length, 4);
    assert.match(
      textOf(files, "app/routers/article.py"),
      /password=await make_hash\(values\.password\.get_secret_value\(\)\)/,
    );
  });

  describe("the tests", () => {
    for (const [column, lacking] of [
      ["x: Mapped[dict] = mapped_column(JSONB)", "JSONB"],
      ["x: Mapped[list[str]] = mapped_column(ARRAY(String))", "ARRAY"],
      ["x: Mapped[int] = mapped_column(server_default=func.nextval())", "the function nextval"],
      ['x: Mapped[int] = mapped_column(server_default=text("f()"))', "the expression of a default"],
    ] as const)
      it(`are left out, with a reason, where SQLite does not know ${lacking}`, () => {
        const text = model(
          `${KEY}\n    ${column}`,
          "from sqlalchemy.dialects.postgresql import JSONB\n",
        );
        const { files, notes } = scaffolded(requestFor(text, "Article"));
        assert.ok(!files.some(({ path }) => path.startsWith("tests/")));
        assert.equal(
          notes.at(-1),
          `No tests were made: SQLite, on which they run, does not know ${lacking} (column x).`,
        );
      });

    it("are left out where no value of a type is known", () => {
      const text = model(`${KEY}\n    x: Mapped[Money]`, "from .money import Money\n");
      const { notes } = scaffolded(requestFor(text, "Article"));
      assert.equal(notes.at(-1), "No tests were made: no value is known for the column x.");
    });

    it("run where a column has a type of its own for SQLite", () => {
      const text = model(
        'id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)',
      );
      textOf(scaffolded(requestFor(text, "Article")).files, "tests/test_article.py");
    });
  });

  describe("the places", () => {
    for (const [path, existing, ...expected] of [
      [
        "app/models.py",
        [],
        "app/repositories/article.py",
        "app/schemas/article.py",
        "app/routers/article.py",
      ],
      [
        "src/shop/models/article.py",
        ["src/shop/__init__.py", "src/shop/api"],
        "src/shop/repositories/__init__.py",
        "src/shop/schemas/__init__.py",
        "src/shop/repositories/article.py",
        "src/shop/schemas/article.py",
        "src/shop/api/article.py",
      ],
      [
        "app/db/models/__init__.py",
        ["app/db/api", "app/db/api/routes"],
        "app/db/repositories/article.py",
        "app/db/schemas/article.py",
        "app/db/api/routes/article.py",
      ],
      [
        "models.py",
        ["schemas.py", "routers.py"],
        "repositories/article.py",
        "article_schemas.py",
        "article_router.py",
      ],
    ] as const)
      it(`beside ${path}${existing.length > 0 ? `, where there is ${existing.join(", ")}` : ""}`, () => {
        const places = new Set<string>(existing);
        const { files } = scaffold({ path, exists: (wanted) => places.has(wanted) });
        assert.deepEqual(
          files.map((file) => file.path),
          [...expected, "tests/test_article.py"],
        );
      });
  });

  describe("the names", () => {
    for (const [name, file, url] of [
      ["HTTPLogEntry", "http_log_entry", "/http-log-entries"],
      ["SalesPerson", "sales_person", "/sales-people"],
      ["News", "news", "/news"],
      ["Session", "session_record", "/sessions"],
      ["Import", "import_record", "/imports"],
      ["Post", "post", "/posts"],
    ] as const)
      it(`of ${name}`, () => {
        const text = model(KEY).replace("Article", name);
        const { files } = scaffolded(requestFor(text, name));
        assert.match(
          textOf(files, `app/routers/${file}.py`),
          new RegExp(`APIRouter\\(prefix="${url}", tags=`),
        );
      });
  });

  describe("refuses", () => {
    const cases: readonly (readonly [what: string, text: string, why: string])[] = [
      ["no key", model("x: Mapped[int]"), "Article has no primary key."],
      [
        "a key of several columns",
        model(`${KEY}\n    b: Mapped[int] = mapped_column(primary_key=True)`),
        "Article has a primary key of several columns.",
      ],
      [
        "a key of another type",
        model("id: Mapped[datetime] = mapped_column(primary_key=True)"),
        "The primary key of Article is neither int, str nor UUID.",
      ],
      [
        "a secret key",
        model("token: Mapped[str] = mapped_column(primary_key=True)"),
        "The primary key of Article is private, but it would stand in URLs.",
      ],
      [
        "a class that is no model",
        "class Article(Base):\n    pass\n",
        "Article is not a SQLAlchemy model.",
      ],
      ["a mixin", `class Article:\n    ${KEY}\n`, "Article is not a SQLAlchemy model."],
      [
        "columns of the old style",
        model("id = Column(Integer, primary_key=True)"),
        'Article has no column in the form "name: Mapped[type]".',
      ],
      [
        "an abstract model",
        model(`__abstract__ = True\n    ${KEY}`),
        "Article is abstract: it has no table.",
      ],
      ["broken code", model(`${KEY}\n    x: Mapped[int] = = 3`), "Article has a syntax error."],
      [
        "a type that the file does not tell",
        model(`${KEY}\n    x: Mapped[Unknown]`),
        "The type of the column x is not one that can be written elsewhere.",
      ],
      [
        "a column that no schema can name",
        model(`${KEY}\n    _x: Mapped[int]`),
        "The column _x needs a value, but a schema cannot name it.",
      ],
      [
        "a column that would hide a method",
        model(`${KEY}\n    schema: Mapped[str]`),
        "The column schema has the name of a method that schemas have.",
      ],
      [
        "a column that would hide its type",
        model(`${KEY}\n    date: Mapped[date]`),
        "The column date has the name of a type that the schemas use.",
      ],
      [
        "a column that is not ASCII",
        model(`${KEY}\n    größe: Mapped[int]`),
        "A column's name is not plain ASCII.",
      ],
    ];
    for (const [what, text, why] of cases)
      it(what, () => assert.equal(refusalOf(requestFor(text, "Article")), why));

    it("a class that is not ASCII", () => {
      const request = requestFor(model(KEY).replace("Article", "Bücher"), "Bücher");
      assert.equal(refusalOf(request), "The name of the class is not plain ASCII.");
    });

    it("a class named like something that the code uses", () => {
      const request = requestFor(model(KEY).replace("Article", "Query"), "Query");
      assert.equal(
        refusalOf(request),
        "Query is also the name of something that the generated code uses.",
      );
    });

    it("a type named like something that the code uses", () => {
      const text = model(`${KEY}\n    x: Mapped[Field]`, "from .forms import Field\n");
      assert.equal(
        refusalOf(requestFor(text, "Article")),
        "The name Field would stand for two things in one file.",
      );
    });

    it("a model that shares a table", () => {
      const request = requestFor(model(KEY), "Article", {
        inherited: [requestFor(model(KEY), "Article").model],
      });
      assert.equal(
        refusalOf(request),
        "Article inherits from another model, which is not supported.",
      );
    });

    for (const path of [
      "app/schemas/article.py",
      "app/routers/article.py",
      "tests/test_article.py",
    ])
      it(`to overwrite ${path}`, () => {
        const request = requestFor(model(KEY), "Article", { exists: (wanted) => wanted === path });
        assert.equal(refusalOf(request), `${path} exists already.`);
      });

    it("what would lead out of the project", () => {
      const request = requestFor(model(KEY), "Article");
      const { model: found } = request;
      const renamed = { ...found, definition: { ...found.definition, name: "../Evil" } };
      assert.equal(
        refusalOf({ ...request, model: renamed }),
        "The name of the class is not plain ASCII.",
      );
      for (const path of ["../app/models.py", "/app/models.py", "app/../../app/models.py"])
        assert.equal(
          refusalOf({ ...request, model: { ...found, path, module: "app.models" } }),
          "The model or the tests are not inside the project.",
        );
      assert.equal(
        refusalOf({ ...request, testsFolder: "../tests" }),
        "The model or the tests are not inside the project.",
      );
      assert.equal(
        refusalOf({ ...request, model: { ...found, module: "app/../models" } }),
        "The model's module cannot be told from its path.",
      );
    });
  });
});

/** The file of a model `Article` with these lines as its body. */
function model(body: string, above = ""): string {
  const lines = body.split("\n").map((line) => `    ${line.trim()}\n`);
  return `${IMPORTS}${above}class Article(Base):\n    __tablename__ = "articles"\n${lines.join("")}`;
}

function scaffold(
  changes: Partial<RepositoryRequest> & { readonly path?: string },
): ReturnType<typeof scaffolded> {
  return scaffolded(requestFor(model(KEY), "Article", changes));
}

function schemas(body: string, above = "", changes: { readonly path?: string } = {}): string {
  const { files } = scaffolded(requestFor(model(body.trim(), above), "Article", changes));
  return textOf(files, "app/schemas/article.py");
}

/** The fields of a schema, without those that configure it. */
function fieldsOf(text: string, schema: string): readonly string[] {
  const [, body = ""] = text.split(`class ${schema}(BaseModel):\n`);
  const [own = ""] = body.split("\n\n\n");
  return own.match(/(?<=^ {4})\w+: .+$/gm) ?? [];
}
