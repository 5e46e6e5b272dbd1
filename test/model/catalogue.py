"""Judges names of the catalogue by the packages themselves. Nothing connects to anything.

Standard input, where in a name `()` stands for a call:

    names     what must be there and can be called; `*` at the end stands for every member
    present   what must be there
    pairs     [name, canonical name] of the same thing
    others    {owner, to, except}: each attribute of the owner but some (with `isResult` each result of its other methods)
    twins     [name, the name of its awaitable twin]
    builtIns  what Python binds in every module

Standard output: a list of sentences, one a fault.
"""

import builtins
import collections.abc
import contextlib
import functools
import importlib
import inspect
import json
import sys
import types
import typing
import warnings
from dataclasses import dataclass
from typing import Any

warnings.simplefilter("ignore")

AWS = "region_name='eu-west-1', aws_access_key_id='x', aws_secret_access_key='x'"
ANONYMOUS = "'x', make('google.auth.credentials.AnonymousCredentials')()"
STORAGE = "'DefaultEndpointsProtocol=https;AccountName=x;AccountKey=eA==;EndpointSuffix=core.windows.net'"
SERVICE_BUS = "'Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=x;SharedAccessKey=eA=='"

# With which arguments a class or function is called to see what it gives.
ARGUMENTS = {
    "anthropic.Anthropic": "api_key='x'",
    "anthropic.Anthropic().copy": "",
    "anthropic.Anthropic().with_options": "",
    "argon2.PasswordHasher.from_parameters": "make('argon2.profiles.CHEAPEST')",
    "azure.servicebus.ServiceBusClient.from_connection_string": "'Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=x;SharedAccessKey=eA=='",
    "azure.storage.blob.BlobClient.from_connection_string": f"{STORAGE}, 'x', 'x'",
    "azure.storage.blob.BlobServiceClient.from_connection_string": STORAGE,
    "azure.storage.blob.ContainerClient.from_connection_string": f"{STORAGE}, 'x'",
    "boto3.Session": AWS,
    "boto3.Session().client": "'s3'",
    "boto3.Session().resource": "'s3'",
    "boto3.client": f"'s3', {AWS}",
    "boto3.client().get_waiter": "'bucket_exists'",
    "boto3.resource().Bucket": "'x'",
    "boto3.resource().Bucket().Object": "'x'",
    "boto3.resource().Object": "'x', 'x'",
    "boto3.resource().Queue": "'https://x'",
    "boto3.resource().Table": "'x'",
    "boto3.resource().Topic": "'arn:x'",
    "celery.Celery": "'x', backend='cache+memory://', broker='memory://'",
    "celery.Celery().AsyncResult": "'x'",
    "celery.Celery().send_task": "'x'",
    "concurrent.futures.ThreadPoolExecutor": "",
    "concurrent.futures.ThreadPoolExecutor().submit": "int",
    "docker.DockerClient": "base_url='tcp://127.0.0.1:1', version='1.40'",
    "duckdb.connect": "",
    "elasticsearch.Elasticsearch": "'http://x:1'",
    "elasticsearch.Elasticsearch().options": "",
    "firebase_admin.db.reference": "'x', firebase()",
    "firebase_admin.db.reference().child": "'x'",
    "google.cloud.bigquery.Client": ANONYMOUS,
    "mongoengine.queryset.QuerySet()": "",
    "google.cloud.firestore.CollectionReference().document": "'x'",
    "google.cloud.firestore.CollectionReference().limit": "1",
    "google.cloud.firestore.CollectionReference().order_by": "'x'",
    "google.cloud.firestore.CollectionReference().where": "'x', '==', 1",
    "google.cloud.firestore.DocumentReference().collection": "'x'",
    "google.cloud.firestore.Client": ANONYMOUS,
    "google.cloud.firestore.Client().batch": "",
    "google.cloud.firestore.Client().collection": "'x'",
    "google.cloud.firestore.Client().collection_group": "'x'",
    "google.cloud.firestore.Client().document": "'x/y'",
    "google.cloud.storage.Client": ANONYMOUS,
    "google.cloud.storage.Client().bucket": "'x'",
    "google.genai.Client": "api_key='x'",
    "google.genai.Client().chats.create": "model='x'",
    "groq.Groq": "api_key='x'",
    "hvac.Client": "",
    "multiprocessing.pool.ThreadPool": "1",
    "openai.OpenAI": "api_key='x'",
    "openai.OpenAI().copy": "",
    "openai.OpenAI().with_options": "",
    "opensearchpy.OpenSearch": "'http://x:1'",
    "passlib.hash.argon2.using": "",
    "passlib.hash.bcrypt.using": "",
    "passlib.hash.bcrypt_sha256.using": "",
    "passlib.hash.pbkdf2_sha256.using": "",
    "passlib.hash.pbkdf2_sha512.using": "",
    "passlib.hash.sha256_crypt.using": "",
    "passlib.hash.sha512_crypt.using": "",
    "pathlib.Path": "'x/y'",
    "pathlib.Path.cwd": "",
    "pathlib.Path.home": "",
    "peewee.ModelSelect().join": "make('peewee.Model'), on=True",
    "peewee.Model.delete": "",
    "peewee.Model.insert": "",
    "peewee.Model.insert_many": "[]",
    "peewee.Model.select": "",
    "peewee.Model.update": "",
    "pinecone.Pinecone": "api_key='x'",
    "pinecone.Pinecone().Index": "host='https://x.pinecone.io'",
    "pwdlib.PasswordHash.recommended": "",
    "pymongo.MongoClient": "connect=False",
    "pymongo.MongoClient().get_database": "'x'",
    "pymongo.MongoClient().get_default_database": "'x'",
    "pymongo.database.Database": "make('pymongo.MongoClient()'), 'x'",
    "redis.Redis": "",
    "redis.Redis().ft": "",
    "redis.Redis().json": "",
    "redis.Redis().lock": "'x'",
    "redis.Redis().pipeline": "",
    "redis.Redis().pipeline().get": "'x'",
    "redis.Redis().pubsub": "",
    "redis.Redis.from_pool": "make('redis.ConnectionPool').from_url('redis://x')",
    "redis.asyncio.Redis": "",
    "redis.asyncio.Redis().pipeline": "",
    "redis.asyncio.Redis.from_pool": "make('redis.asyncio.ConnectionPool').from_url('redis://x')",
    "redis.asyncio.from_url": "'redis://x'",
    "redis.asyncio.utils.from_url": "'redis://x'",
    "redis.from_url": "'redis://x'",
    "redis.sentinel.Sentinel": "[]",
    "redis.sentinel.Sentinel().master_for": "'x'",
    "redis.sentinel.Sentinel().slave_for": "'x'",
    "redis.utils.from_url": "'redis://x'",
    "sendgrid.SendGridAPIClient": "'x'",
    "sqlalchemy.create_engine": "'sqlite://'",
    "sqlalchemy.engine_from_config": "{'sqlalchemy.url': 'sqlite://'}",
    "sqlalchemy.ext.asyncio.async_scoped_session": "make('sqlalchemy.ext.asyncio.async_sessionmaker()'), print",
    "sqlalchemy.ext.asyncio.async_scoped_session()": "",
    "sqlalchemy.ext.asyncio.async_sessionmaker": "",
    "sqlalchemy.ext.asyncio.async_sessionmaker()": "",
    "sqlalchemy.ext.asyncio.create_async_engine": "'sqlite+aiosqlite://'",
    "sqlalchemy.orm.Session": "",
    "sqlalchemy.orm.Session().query": "",
    "sqlalchemy.orm.sessionmaker": "",
    "sqlalchemy.orm.sessionmaker()": "",
    "sqlite3.connect": "':memory:'",
    "sqlite3.connect().cursor": "",
    "sqlite3.connect().execute": "'select 1'",
    "subprocess.Popen": "[sys.executable, '--version'], stdout=-1",
    "supabase.create_client": "'https://x.supabase.co', 'a.b.c'",
    "supabase.create_client().from_": "'x'",
    "supabase.create_client().rpc": "'x', {}",
    "supabase.create_client().rpc().eq": "'x', 1",
    "supabase.create_client().storage.from_": "'x'",
    "supabase.create_client().table": "'x'",
    "supabase.create_client().table().insert": "{}",
    "supabase.create_client().table().select": "'x'",
    "supabase.create_client().table().select().eq": "'x', 1",
    "twilio.rest.Client": "'AC0', 'x'",
    "twilio.rest.Client().calls": "'x'",
    "twilio.rest.Client().messages": "'x'",
    "twilio.rest.Client().verify.v2.services": "'x'",
    "urllib.request.build_opener": "",
    "xmlrpc.client.ServerProxy": "'http://x'",
}

# Things to look at that no call with plain arguments gives.
EXAMPLES = {
    "boto3.resource()": "Resources()",
    "google.cloud.firestore.CollectionReference()": "make('google.cloud.firestore.Client()').collection('x')",
    "google.cloud.firestore.DocumentReference()": "make('google.cloud.firestore.Client()').document('x/y')",
    "google.cloud.firestore.Query()": "make('google.cloud.firestore.Client()').collection('x').limit(1)",
    "mongoengine.Document.objects": "documents()",
    "mongoengine.queryset.QuerySet()": "documents()",
    "peewee.Model": "type('X', (importlib.import_module('peewee').Model,), {})",
    "peewee.Model()": "make('peewee.Model')()",
    "peewee.ModelDelete()": "make('peewee.Model').delete()",
    "peewee.ModelSelect()": "make('peewee.Model').select()",
    "peewee.ModelUpdate()": "make('peewee.Model').update()",
    "pymongo.cursor.Cursor()": "make('pymongo.MongoClient()').x.x.find()",
}

# The classes of what would have to connect, as the packages' documentation gives them, where no annotation does.
DOCUMENTED = {
    "azure.cosmos.CosmosClient.from_connection_string": "azure.cosmos.CosmosClient",
    "cassandra.cluster.Cluster().connect": "cassandra.cluster.Session",
    "concurrent.futures.Executor().submit": "concurrent.futures.Future",
    "concurrent.futures.ProcessPoolExecutor().submit": "concurrent.futures.Future",
    "sqlalchemy.ext.asyncio.AsyncEngine().sync_engine": "sqlalchemy.engine.Engine",
    "docker.DockerClient().containers.create": "docker.models.containers.Container",
    "docker.DockerClient().containers.get": "docker.models.containers.Container",
    "docker.client.from_env": "docker.DockerClient",
    "docker.from_env": "docker.DockerClient",
    "google.cloud.pubsub_v1.PublisherClient().publish": "concurrent.futures.Future",
    "google.cloud.storage.Bucket().blob": "google.cloud.storage.Blob",
    "google.cloud.storage.Bucket().get_blob": "google.cloud.storage.Blob",
    "google.cloud.storage.Client().get_bucket": "google.cloud.storage.Bucket",
    "kafka.KafkaProducer().send": "kafka.producer.future.FutureRecordMetadata",
    "multiprocessing.Pool": "multiprocessing.pool.Pool",
    "multiprocessing.pool.Pool().apply_async": "multiprocessing.pool.AsyncResult",
    "multiprocessing.pool.Pool().map_async": "multiprocessing.pool.AsyncResult",
    "mysql.connector.connect": "mysql.connector.connection.MySQLConnection",
    "mysql.connector.connect().cursor": "mysql.connector.cursor.MySQLCursor",
    "paramiko.SFTPClient.from_transport": "paramiko.SFTPClient",
    "paramiko.SSHClient().open_sftp": "paramiko.SFTPClient",
    "psycopg.connect().cursor": "psycopg.Cursor",
    "psycopg.connect().execute": "psycopg.Cursor",
    "psycopg2.connect": "psycopg2.extensions.connection",
    "psycopg2.connect().cursor": "psycopg2.extensions.cursor",
    "psycopg2.pool.SimpleConnectionPool().getconn": "psycopg2.extensions.connection",
    "psycopg_pool.ConnectionPool().connection": "psycopg.Connection",
    "psycopg_pool.ConnectionPool().getconn": "psycopg.Connection",
    "pymssql.connect": "pymssql.Connection",
    "pymssql.connect().cursor": "pymssql.Cursor",
    "pymysql.connect().cursor": "pymysql.cursors.Cursor",
    "snowflake.connector.connect": "snowflake.connector.SnowflakeConnection",
    "snowflake.connector.connect().cursor": "snowflake.connector.cursor.SnowflakeCursor",
    "sqlalchemy.ext.asyncio.async_sessionmaker().begin": "sqlalchemy.ext.asyncio.AsyncSession",
    "sqlalchemy.orm.scoped_session()": "sqlalchemy.orm.Session",
    "sqlalchemy.orm.sessionmaker().begin": "sqlalchemy.orm.Session",
    "zeep.Client().service": "zeep.proxy.ServiceProxy",
}

# Of another class with the same members: a fork, or an object that passes every call on.
SAME_MEMBERS = {
    "httpx2",
    "psycopg2.pool.ThreadedConnectionPool()",
    "sqlalchemy.orm.scoped_session()",
}

# What proves a pair where neither class nor identity does.
PROOFS = {
    "boto3.Session().resource()": "isinstance(make('boto3.Session().resource()'), make('boto3.resources.base.ServiceResource'))",
    "boto3.resource().Bucket().Object()": "type(make('boto3.resource().Bucket().Object()')).__name__ == 's3.Object'",
    "boto3.resource().create_bucket()": "resource_given_by('s3', 'create_bucket') == 'Bucket'",
    "boto3.resource().create_queue()": "resource_given_by('sqs', 'create_queue') == 'Queue'",
    "boto3.resource().get_queue_by_name()": "resource_given_by('sqs', 'get_queue_by_name') == 'Queue'",
    "boto3.Session().client()": "isinstance(make('boto3.Session().client()'), make('botocore.client.BaseClient'))",
    "botocore.client.BaseClient()": "isinstance(make('boto3.client()'), make('botocore.client.BaseClient'))",
    "fastapi.params.Depends": "isinstance(make('fastapi.Depends')(print), make('fastapi.params.Depends'))",
    "fastapi.params.Security": "isinstance(make('fastapi.Security')(print), make('fastapi.params.Security'))",
    "requests.session": "type(make('requests.session')()) is make('requests.Session')",
}

WRAPPERS = {
    collections.abc.AsyncIterator,
    collections.abc.Generator,
    collections.abc.Iterator,
    contextlib.AbstractContextManager,
}


class Resources:
    """The resources of several services of AWS as one, for our names do not tell them apart."""

    def __getattr__(self, name: str) -> Any:
        for service in ("s3", "dynamodb", "sqs", "sns"):
            resource = evaluate(f"make('boto3.resource')('{service}', {AWS})")
            if hasattr(resource, name):
                return getattr(resource, name)
        raise AttributeError(name)


def resource_given_by(service: str, action: str) -> str:
    model = evaluate(f"make('boto3.resource')('{service}', {AWS})").meta.resource_model
    return next(each.resource.type for each in model.actions if each.name == action)


def documents() -> Any:
    mongoengine = importlib.import_module("mongoengine")
    mongoengine.connect("x", connect=False)
    return type("X", (mongoengine.Document,), {"__module__": "x", "meta": {"auto_create_index": False}}).objects


@functools.cache
def firebase() -> Any:
    credentials = importlib.import_module("firebase_admin.credentials")
    anonymous = make("google.auth.credentials.AnonymousCredentials")
    credential = type("X", (credentials.Base,), {"get_credential": lambda _: anonymous()})()
    options = {"databaseURL": "https://x.firebaseio.com"}
    return importlib.import_module("firebase_admin").initialize_app(credential, options)


@dataclass(frozen=True)
class Thing:
    """What a name stands for: a value, or only the class of one; and the class that it was found in."""

    value: Any = None
    class_: type | None = None
    owner: type | None = None


class UnknownResultError(Exception):
    pass


def make(name: str) -> Any:
    return resolve(name).value


def evaluate(expression: str) -> Any:
    return eval(expression, globals())


@functools.cache
def resolve(name: str) -> Thing:
    if name in EXAMPLES:
        return Thing(evaluate(EXAMPLES[name]))
    if name.endswith("()"):
        return called(name.removesuffix("()"))
    owner, _, last = name.rpartition(".")
    if owner:
        return member(resolve(owner), last, name)
    return Thing(getattr(builtins, name, None) or importlib.import_module(name))


def called(name: str) -> Thing:
    thing = resolve(name)
    if name in ARGUMENTS and thing.value is not None:
        return Thing(evaluate(f"make({name!r})({ARGUMENTS[name]})"))
    if name in DOCUMENTED:
        return Thing(class_=make(DOCUMENTED[name]))
    if isinstance(thing.value, type):
        return Thing(class_=thing.value)
    if inspect.isroutine(thing.value):
        return annotated(thing.value, thing.owner)
    called_class = thing.class_ or type(thing.value)
    for each in called_class.__mro__:
        if "__call__" in vars(each):
            return annotated(vars(each)["__call__"], called_class)
    raise UnknownResultError(f"{name} cannot be called")


def annotated(function: Any, owner: type | None) -> Thing:
    """The class that a function returns by its annotation."""
    bound = getattr(function, "__self__", None)
    if bound is not None and not isinstance(bound, types.ModuleType):
        owner = bound if isinstance(bound, type) else type(bound)
    function = inspect.unwrap(getattr(function, "__func__", function))
    try:
        hint = typing.get_type_hints(function).get("return")
    except NameError:  # A name that only type checkers import.
        hint = function.__annotations__.get("return")
    if isinstance(hint, str):
        word = hint.partition("[")[0].rpartition(".")[2]
        hint = owner if owner and word in ("Self", owner.__name__) else function.__globals__.get(word)
    while typing.get_origin(hint) in WRAPPERS:
        hint = typing.get_args(hint)[0]
    if isinstance(hint, typing.TypeVar):
        hint = hint.__bound__
    hint = owner if hint is typing.Self else typing.get_origin(hint) or hint
    if not isinstance(hint, type):
        raise UnknownResultError(f"what {function.__qualname__} gives is not known: {hint}")
    return Thing(class_=hint)


def member(thing: Thing, word: str, name: str) -> Thing:
    if thing.class_ is None:
        if isinstance(thing.value, types.ModuleType) and not hasattr(thing.value, word):
            return Thing(importlib.import_module(f"{thing.value.__name__}.{word}"))
        return Thing(getattr(thing.value, word))
    found = inspect.getattr_static(thing.class_, word, None)
    if name in DOCUMENTED and not callable(found):
        return Thing(class_=make(DOCUMENTED[name]))
    if isinstance(found, property):
        return annotated(found.fget, thing.class_)
    if isinstance(found, functools.cached_property):
        return annotated(found.func, thing.class_)
    return Thing(getattr(thing.class_, word), owner=thing.class_)


class Judge:
    def __init__(self, question: dict[str, Any]) -> None:
        self.question = question
        self.pairs: list[tuple[str, str]] = question["pairs"]
        self.faults: list[str] = []

    def run(self) -> list[str]:
        for name in self.question["names"]:
            self.expect(name, lambda name=name: self.is_callable(name))
        for name in self.question["present"]:
            self.expect(name, lambda name=name: resolve(name) is not None)
        for name, canonical in self.pairs:
            self.expect(f"{name} = {canonical}", lambda pair=(name, canonical): self.are_same(*pair))
        for others in self.question["others"]:
            self.expect(others["owner"], lambda others=others: self.has_others(**others))
        for name, twin in self.question["twins"]:
            self.expect(f"{name} -> {twin}", lambda twin=twin: inspect.iscoroutinefunction(inspect.unwrap(make(twin))))
        for name in self.question["builtIns"]:
            self.expect(name, lambda name=name: hasattr(builtins, name))
        return self.faults

    def expect(self, what: str, judge: collections.abc.Callable[[], bool]) -> None:
        try:
            if not judge():
                self.faults.append(f"{what} is not true")
        except Exception as error:
            self.faults.append(f"{what}: {type(error).__name__}: {error}")

    def is_callable(self, name: str) -> bool:
        if name.endswith(".*"):
            return resolve(name.removesuffix(".*")) is not None
        return callable(self.resolve_spelling(name).value)

    def resolve_spelling(self, name: str) -> Thing:
        """What a canonical name stands for, which may belong to only one of the things that have it."""
        try:
            return resolve(name)
        except (AttributeError, UnknownResultError):
            for other, canonical in self.pairs:
                rest = name.removeprefix(canonical)
                if rest == name or not rest.startswith((".", "()")):
                    continue
                with contextlib.suppress(Exception):
                    return resolve(other + rest)
            raise

    def are_same(self, name: str, canonical: str) -> bool:
        if name in PROOFS:
            return bool(evaluate(PROOFS[name]))
        if name in SAME_MEMBERS:
            return self.has_members_of(name, canonical)
        method = name.removesuffix("()")
        is_fluent = method != name and name.startswith(f"{canonical}.") and method not in ARGUMENTS
        if is_fluent and resolve(canonical).class_ is None:
            return isinstance(tried(make(method)), type(make(canonical)))
        return is_same(self.resolve_spelling(name), resolve(canonical))

    def has_members_of(self, name: str, canonical: str) -> bool:
        known = [*self.question["names"], *(left for left, _ in self.pairs)]
        members = {other.removeprefix(f"{canonical}.") for other in known if other.startswith(f"{canonical}.")}
        words = {rest.split(".")[0].removesuffix("()") for rest in members}
        words = {word for word in words if self.is_present(f"{canonical}.{word}")}
        return len(words) > 0 and all(resolve(f"{name}.{word}") is not None for word in words)

    def is_present(self, name: str) -> bool:
        try:
            return resolve(name) is not None
        except AttributeError:
            return False

    def has_others(self, owner: str, to: str, isResult: bool, **rest: Any) -> bool:
        exceptions = set(rest["except"])
        thing = make(owner)
        members = {word for word in dir(type(thing)) if not word.startswith("_")}
        if not isResult:
            if exceptions != members:
                raise UnknownResultError(f"other members than listed: {exceptions ^ members}")
            return is_same(Thing(thing.any_other_word), resolve(to))
        samples = [name for name in ARGUMENTS if name.rpartition(".")[0] == owner and name.rpartition(".")[2] in members - exceptions]
        return exceptions <= members and len(samples) > 0 and all(is_same(resolve(f"{name}()"), resolve(to)) for name in samples)


def tried(method: collections.abc.Callable[..., Any]) -> Any:
    """What a method of a query gives, whatever arguments it wants: it only notes them down."""
    for arguments in ((), ("x",), (1,), (1, 1), ("x", 1), (".x",), ("x", "==", 1), ({},)):
        with contextlib.suppress(Exception):
            return method(*arguments)
    raise UnknownResultError(f"no arguments suit {method}")


def is_same(left: Thing, right: Thing) -> bool:
    if isinstance(left.value, type) and isinstance(right.value, type):
        return issubclass(left.value, right.value)
    if inspect.isroutine(left.value) or left.class_ is right.class_ is None and left.value is right.value:
        return left.value == right.value
    right_class = right.class_ or type(right.value)
    return isinstance(left.value, right_class) if left.class_ is None else issubclass(left.class_, right_class)


def main() -> None:
    with contextlib.redirect_stdout(sys.stderr):
        faults = Judge(json.load(sys.stdin)).run()
    print(json.dumps(faults))


if __name__ == "__main__":
    main()
