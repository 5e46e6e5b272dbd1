"""Expressions and what surrounds them, one after another. Each block ends with the expression; `# known` means that it must not be unknown."""

# %% known
X = "a"
Y = X
Y
# %% known
from typing import Final
URL: Final = "postgresql://h/d"
URL
# %% known
from typing import Final
PORT: Final[int] = 5432
PORT
# %% known
"a" "b"
# %% known
"a" + "b" + "c"
# %% known
HOST = "h"
"http://" + HOST + ":80"
# %% known
HOST = "h"
f"http://{HOST}/x"
# %% known
PORT = 5432
f"http://h:{PORT}"
# %% known
f"{True} {None} {'x'}"
# %%
f"{3:05d}"
# %%
f"{'a'!r}"
# %%
f"{1.0}"
# %%
f"{'a':>4}|"
# %%
x = 3
f"{x=}"
# %% known
f"{ 'a' }{('b')}"
# %% known
"{}://{}:{}".format("http", "h", 80)
# %% known
"{1}-{0}".format("a", "b")
# %% known
"{scheme}://{host}".format(scheme="http", host="h")
# %% known
"{{{}}}".format("a")
# %%
"{:>4}".format("a")
# %%
"{0.real}".format(3)
# %% known
OPTIONS = {"host": "h", "port": 1}
"{host}:{port}".format(**OPTIONS)
# %% known
"%s://%s:%d" % ("http", "h", 80)
# %% known
"%s!" % "a"
# %% known
"%(host)s:%(port)s" % {"host": "h", "port": 5}
# %%
"%05d" % 3
# %% known
"100%% %s" % "a"
# %%
"%r" % "a"
# %% known
",".join(["a", "b"])
# %% known
",".join([])
# %% known
"-".join(("x", "y", f"{1}"))
# %% known
"  a ".strip()
# %% known
"xxaxx".strip("x")
# %% known
"a/".rstrip("/")
# %% known
"//a/".lstrip("/")
# %% known
"a,b,c".split(",")
# %% known
"a b  c".split()
# %% known
"a,b,c".split(",", 1)
# %% known
"A-b".lower() + "A-b".upper()
# %%
"ÄẞI".lower()
# %% known
"postgres://h".replace("postgres://", "postgresql+asyncpg://", 1)
# %% known
"aXbXc".replace("X", "-")
# %% known
"abc".removeprefix("a").removesuffix("c")
# %% known
"abc".startswith("ab")
# %% known
"abc".endswith("ab")
# %% known
"a\nb\r\nc\n".splitlines()
# %%
"".splitlines()
# %% known
"abc".encode().decode()
# %%
b"abc"
# %% known
[1, 2] + [3]
# %% known
MORE = ["b"]
["a", *MORE, "c"]
# %% known
("a", "b")[1]
# %% known
["a", "b"][-1]
# %% known
D = {"a": 1, "b": {"c": "x"}}
D["b"]["c"]
# %% known
D = {"a": 1}
{**D, "b": 2, **{"c": 3}}
# %% known
D = {"a": 1}
D.get("a")
# %% known
D = {"a": 1}
D.get("z", "fallback")
# %% known
D = {"a": 1}
D.get("z")
# %% known
D = {"a": 1}
D["a"] = 2
D["a"]
# %% known
D = {"a": 1}
D.setdefault("a", 5)
D.setdefault("b", 6)
[D["a"], D["b"]]
# %% known
D = {"a": 1}
D.update(a=3, c=4)
D
# %% known
D = {"a": 1} | {"a": 2, "b": 3}
D["a"]
# %% known
D = dict(a=1, b="x")
D["b"]
# %% known
D = dict({"z": 1}, a=1)
D
# %%
D = {1: "a"}
D[1]
# %%
D = {"a": 1}
def change():
    D["a"] = 2
change()
D["a"]
# %%
ITEMS = ["a"]
ITEMS.append("b")
ITEMS
# %%
ITEMS = ["a", "b"]
ITEMS.remove("a")
ITEMS
# %%
ITEMS = ["a", "b"]
ITEMS[0] = "c"
ITEMS[0]
# %%
ITEMS = ["a"]
ITEMS += ["b"]
ITEMS
# %%
ITEMS = ["b", "a"]
ITEMS.sort()
ITEMS[0]
# %% known
FLAG = True
"a" if FLAG else "b"
# %% known
FLAG = False
("a" if FLAG else "b") + "!"
# %% known
"" or "x"
# %% known
"y" or "x"
# %% known
None or "x"
# %% known
"y" and "x"
# %% known
0 and "x"
# %% known
not ""
# %% known
not ["a"]
# %% known
-3
# %% known
60 * 24 * 8 + 2
# %% known
2**10 - 7 // 2
# %% known
-7 % 5
# %% known
10 / 4
# %%
7 / 0 if 0 else 1
# %% known
"a" == "a"
# %% known
"a" in ["b", "a"]
# %% known
"a" not in ("b",)
# %% known
1 != 2
# %% known
"b" in "abc"
# %% known
None is None
# %%
True == 1
# %%
1 == 1.0
# %% known
(y := "walrus")
# %% known
[item.strip() for item in " a, b ,".split(",")]
# %% known
[item.strip() for item in "a, b,".split(",") if item.strip()]
# %% known
[f"http://{host}" for host in ("a", "b") if host != "a"]
# %% known
list(o for o in ["a", "b"])
# %%
{k: v for k, v in {"a": 1}.items()}["a"]
# %% known
str(3) + str(True) + str(None)
# %%
str(1.5)
# %% known
int("42") + int(3.7)
# %% known
float("1.5")
# %% known
bool("false")
# %% known
bool([])
# %% known
tuple(["a"])
# %%
sorted(["b", "a"])
# %% known
def make():
    return "a"
make()
# %% known
def make(host, port=80):
    return f"http://{host}:{port}"
make("h")
# %% known
def make(host, port=80):
    return f"http://{host}:{port}"
make(port=1, host="g")
# %%
def make(host):
    host = host + "!"
    return host
make("h")
# %%
def make(host):
    if host == "h":
        return "x"
make("g")
# %% known
def make(flag):
    if flag:
        return "a"
    return "b"
make(False)
# %% known
def make(flag):
    try:
        return "a"
    finally:
        len("done")
make(False)
# %%
def make(*hosts):
    return hosts[0]
make("a")
# %% known
def make(**options):
    return options["host"]
make(host="h")
# %%
def make(a, b="x"):
    return b
make(*["1", "2"])
# %%
def make(a="x"):
    return a
make(**{"a": "y"})
# %% known
def inner(a):
    return a + "1"
def outer(b):
    return inner(b + "0")
outer("z")
# %% known
from functools import lru_cache
@lru_cache
def make():
    return "a"
make()
# %%
def shout(f):
    return lambda: f().upper()
@shout
def make():
    return "a"
make()
# %%
def make():
    yield "a"
list(make())[0]
# %% known
class C:
    URL = "a"
C.URL
# %% known
class C:
    URL = "a"
    FULL = URL + "b"
C.FULL
# %% known
class C:
    URL = "a"
class D(C):
    pass
D.URL
# %% known
class C:
    URL = "a"
class D(C):
    URL = "b"
D().URL
# %% known
class C:
    def __init__(self, url="x"):
        self.url = url
C("y").url
# %% known
class C:
    def __init__(self, url="x"):
        self.url = url
c = C()
c.url
# %% known
class C:
    host = "h"
    @property
    def url(self):
        return f"http://{self.host}"
class D(C):
    host = "g"
D().url
# %% known
class C:
    host = "h"
    def url(self, path):
        return f"http://{self.host}/{path}"
c = C()
c.url("p")
# %% known
class C:
    name = "n"
    @classmethod
    def label(cls):
        return cls.name + "!"
C.label()
# %% known
class C:
    @staticmethod
    def label(text):
        return text + "!"
C.label("a")
# %%
class C:
    def __init__(self, url):
        self.url = url
    def set(self, url):
        self.url = url
c = C("a")
c.set("b")
c.url
# %% known
from dataclasses import dataclass
@dataclass
class C:
    host: str = "h"
    port: int = 1
C().host
# %% known
from dataclasses import dataclass
@dataclass
class C:
    host: str = "h"
    port: int = 1
C("g", 2).port
# %% known
from dataclasses import dataclass
@dataclass
class C:
    host: str = "h"
    port: int = 1
C(port=3).port
# %% known
from dataclasses import dataclass, field
@dataclass
class C:
    hosts: list = field(default_factory=lambda: ["a"])
C().hosts
# %% known
from dataclasses import dataclass
@dataclass
class C:
    host: str = "h"
    @property
    def url(self):
        return "http://" + self.host
C(host="z").url
# %%
from dataclasses import dataclass
@dataclass
class C:
    host: str = "h"
OPTIONS = [("host", "x")]
C(**dict(OPTIONS)).host
# %% known
from typing import NamedTuple
class C(NamedTuple):
    host: str = "h"
    port: int = 1
C("x").host
# %% known
from enum import Enum
class E(Enum):
    A = "a"
E.A.value
# %% known
from enum import Enum
class E(Enum):
    A = "a"
E.A.name
# %%
from enum import Enum
class E(Enum):
    A = "a"
E.A == "a"
# %% known
from enum import Enum
class E(str, Enum):
    A = "a"
E.A.value + "b"
# %%
from enum import Enum
class E(str, Enum):
    A = "a"
f"{E.A}"
# %% known
from enum import StrEnum
class E(StrEnum):
    A = "a"
f"{E.A}-{E.A.value}"
# %%
from enum import Enum, auto
class E(Enum):
    A = auto()
E.A.value
# %% known
from enum import IntEnum
class E(IntEnum):
    A = 5
E.A + 1
# %% known
from enum import Enum
class E(Enum):
    A = "a"
CHOSEN = E.A
CHOSEN.value
# %% known
import os
os.getenv("NOT_SET", "x")
# %% known
import os
os.environ.get("NOT_SET", "x") + "y"
# %% known
import os
os.getenv("NOT_SET") or "x"
# %% known
from os import environ
environ.get("NOT_SET", default="x")
# %% known
from os import getenv
int(getenv("NOT_SET", "7"))
# %% known
import os
os.getenv("NOT_SET", "a, b").split(",")
# %% known
import os
[origin.strip() for origin in os.getenv("NOT_SET", "a, b").split(",")]
# %% known
import os
os.getenv("NOT_SET", "False").lower() == "true"
# %% known
import os
os.getenv("NOT_SET", "1") in ("1", "true")
# %%
import os
f"{os.getenv('NOT_SET')}/x"
# %% known
import os
os.getenv("NOT_SET", os.getenv("NEITHER", "z"))
# %% known
from starlette.config import Config
config = Config()
config("NOT_SET", default="x")
# %% known
from starlette.config import Config
config = Config()
config("NOT_SET", cast=bool, default=False)
# %% known
from starlette.config import Config
config = Config()
config("NOT_SET", cast=int, default="12")
# %% known
from starlette.config import Config
config = Config()
config("NOT_SET", bool, "true")
# %% known
from starlette.config import Config
from starlette.datastructures import CommaSeparatedStrings
config = Config()
config("NOT_SET", cast=CommaSeparatedStrings, default="a, b")
# %% known
from starlette.config import Config
from starlette.datastructures import Secret
config = Config()
str(config("NOT_SET", cast=Secret, default="s"))
# %% known
from starlette.config import Config
config = Config()
config.get("NOT_SET", default="x")
# %% known
from decouple import config
config("NOT_SET", default="x")
# %% known
from decouple import config
config("NOT_SET", "7", int)
# %% known
from decouple import config
config("NOT_SET", default="no", cast=bool)
# %% known
from decouple import config, Csv
config("NOT_SET", default="a, b", cast=Csv())
# %% known
from decouple import config
config("NOT_SET", default="a;b", cast=lambda v: v.split(";"))
# %% known
from environs import Env
env = Env()
env("NOT_SET", "x")
# %% known
from environs import Env
env = Env()
env.str("NOT_SET", "x")
# %% known
from environs import Env
env = Env()
env.int("NOT_SET", 3)
# %% known
from environs import Env
env = Env()
env.bool("NOT_SET", default=False)
# %% known
from environs import Env
env = Env()
env.list("NOT_SET", default=["a"])
# %% known
from sqlalchemy import URL
URL.create("sqlite")
# %% known
from sqlalchemy.engine import URL
URL.create("postgresql+asyncpg", host="h", port=5, database="d")
# %% known
from sqlalchemy.engine import URL
URL.create(drivername="postgresql+asyncpg", username="u", password="p", host="h")
# %% known
from sqlalchemy.engine import make_url
make_url("postgresql://h/d")
# %% known
from sqlalchemy.engine import make_url
str(make_url("postgresql://u:p@h/d"))
# %% known
from sqlalchemy.engine import make_url
make_url("postgresql://u:p@h/d").render_as_string()
# %% known
from sqlalchemy.engine import make_url
make_url("postgresql://h/d").set(drivername="postgresql+asyncpg")
# %% known
from pydantic import PostgresDsn
PostgresDsn.build(scheme="postgresql+asyncpg", username="u", host="h", path="d")
# %% known
from pydantic import SecretStr
SecretStr("s").get_secret_value()
# %%
from pydantic import SecretStr
f"x{SecretStr('s')}"
# %% known
from typing import cast
cast("str", "a")
# %%
X = 1
X += 1
X
# %%
X = 1
def change():
    global X
    X = 2
change()
X
# %%
X = 1
for X in (2, 3):
    pass
X
# %%
X = 1
if True:
    X = 2
X
# %%
import contextlib
X = 1
with contextlib.nullcontext(2) as X:
    pass
X
# %%
X = "a"
from os import sep as X
X
# %%
X, Y = "a", "b"
Y
# %%
X = Y = "a"
Y
# %%
X = "a"
(X := "b")
X
# %%
class C:
    x: int = 1
    def __init__(self):
        self.x = 2
C().x
# %%
class C:
    x = 1
    def set(self):
        self.x += 1
c = C()
c.set()
c.x
# %%
class A:
    def __init__(self, url):
        self.url = url
class B(A):
    def __init__(self, url):
        super().__init__(url + "!")
B("x").url
# %%
def outer(x):
    def inner(x):
        return x
    return inner("i") + x
outer("o")
# %%
def f(x):
    for x in ["b"]:
        pass
    return x
f("a")
# %%
def f(x, y=[]):
    return [x for x in y] + [x]
f("a", ["b"])
# %%
X = "outer"
def f(X):
    return [X for X in ("a", "b")][0] + X
f("p")
# %%
def f(x):
    return lambda: x
f("a")()
# %%
def f(a, *, b="k"):
    return a + b
f("x", b="y")
# %%
def f(a, /, b):
    return a + b
f("x", "y")
# %%
X = {"a": [1, 2]}
X["a"].append(3)
X["a"]
# %%
X = ["a"]
Y = X
Y.append("b")
X
# %%
X = {"a": 1}
Y = X
Y["a"] = 2
X["a"]
# %%
X = {"a": 1}
def change(d):
    d["a"] = 2
change(X)
X["a"]
# %%
def f(n):
    return f(n - 1) if n else "end"
f(5)
# %%
"a" "b" % ()
# %%
"%s %s" % ("a", "b")
# %%
"%s" % ["a"]
# %%
("%s" % "a").upper()
# %%
"{}".format("{}")
# %%
"{a[0]}".format(a="xyz")
# %%
", ".join("abc")
# %%
"x" * 3
# %%
[0] * 2
# %%
{"a", "b"} | {"c"}
# %%
{"a": 1}["a"] + 1
# %%
-True
# %%
not None
# %%
1 < 2 < 3
# %%
"A" "b" in ("Ab",)
# %%
0x1F + 0o7 + 0b1 + 1_000
# %%
f"{0x1F}-{1_000}"
# %%
f"{-3}"
# %%
f"{10**20}"
# %%
str(1e3)
# %%
int("0x1f", 16)
# %%
int(" 7 ")
# %%
bool("")
# %%
"é".upper()
# %%
"a\tb".split()
# %%
"a,,b".split(",")
# %%
"".split(",")
# %%
"".join(["a", "b"]).replace("", "-")
# %%
"aXb".split("X", 0)
# %%
"abc".strip("")
# %%
"x".rsplit("/", 1)[-1]
