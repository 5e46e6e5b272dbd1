/** What an application opens and has to close: a data file, a line each. */

export interface ResourceKind {
  /** What gives it, by the qualified name of the result: `httpx.AsyncClient()`. */
  readonly type: string;
  /** The word for it in messages. */
  readonly noun: string;
  /** The method that closes it, and what it was in older versions. */
  readonly close: string;
  readonly older: OlderMethod | undefined;
  readonly isCloseAwaited: boolean;
  /** The method that makes it something to close; without one it is open from the start. */
  readonly start?: string;
  /** Whether it runs from the call on, kept or not. */
  readonly isTask: boolean;
  /** Whether the operating system's own cleaning up is mostly enough. */
  readonly isAdvice: boolean;
}

/**
 * `type | word | method that closes it | method that starts it`. `await` stands before what is awaited, `advice` before the word
 * for what does no harm when the process ends with it. Read off the packages: httpx2 2.16, redis 8.1, SQLAlchemy 2.1,
 * aiohttp 3, PyMongo 4, motor 3, elasticsearch 9, aiokafka 0.12, APScheduler 3, psycopg 3.3, asyncpg 0.32, grpcio 1.
 */
const KINDS = `
httpx.AsyncClient() | client | await aclose
httpx.Client() | advice client | close
aiohttp.ClientSession() | session | await close
requests.Session() | advice session | close
sqlalchemy.ext.asyncio.AsyncEngine() | engine | await dispose
sqlalchemy.engine.Engine() | advice engine | dispose
redis.asyncio.Redis() | client | await aclose
redis.asyncio.RedisCluster() | client | await aclose
redis.Redis() | advice client | close
redis.RedisCluster() | advice client | close
motor.motor_asyncio.AsyncIOMotorClient() | client | close
pymongo.AsyncMongoClient() | client | await close
pymongo.MongoClient() | advice client | close
elasticsearch.AsyncElasticsearch() | client | await close
elasticsearch.Elasticsearch() | advice client | close
opensearchpy.AsyncOpenSearch() | client | await close
opensearchpy.OpenSearch() | advice client | close
neo4j.AsyncGraphDatabase.driver() | driver | await close
neo4j.GraphDatabase.driver() | driver | close
qdrant_client.AsyncQdrantClient() | client | await close
grpc.aio.insecure_channel() | channel | await close
grpc.aio.secure_channel() | channel | await close
psycopg2.connect() | connection | close
psycopg2.pool.SimpleConnectionPool() | pool | closeall
psycopg.connect() | connection | close
psycopg_pool.ConnectionPool() | pool | close
psycopg_pool.AsyncConnectionPool() | pool | await close
pymysql.connect() | connection | close
MySQLdb.connect() | connection | close
mysql.connector.connect() | connection | close
sqlite3.connect() | advice connection | close
pika.BlockingConnection() | connection | close
aiokafka.AIOKafkaProducer() | producer | await stop
aiokafka.AIOKafkaConsumer() | consumer | await stop
kafka.KafkaProducer() | producer | close
kafka.KafkaConsumer() | consumer | close
confluent_kafka.Consumer() | consumer | close
apscheduler.schedulers.asyncio.AsyncIOScheduler() | scheduler | shutdown | start
apscheduler.schedulers.background.BackgroundScheduler() | scheduler | shutdown | start
watchdog.observers.Observer() | observer | stop | start
paho.mqtt.client.Client() | client | loop_stop | loop_start
asyncio.create_task() | background task | cancel
asyncio.ensure_future() | background task | cancel
`;

/** Methods that open or close things of other packages and have to be awaited, where no line above says so. */
const AWAITABLE_METHODS: ReadonlySet<string> = new Set([
  "databases.Database().connect",
  "databases.Database().disconnect",
  "tortoise.Tortoise.close_connections",
  "aiokafka.AIOKafkaProducer().start",
  "aiokafka.AIOKafkaConsumer().start",
  "psycopg_pool.AsyncConnectionPool().open",
  "redis.asyncio.Redis().close",
  "redis.asyncio.Redis().ping",
]);

/** What closed it before a version of its package: `aclose` came with redis 5.0.1. */
const OLDER_METHODS: ReadonlyMap<string, OlderMethod> = new Map([
  ["redis.asyncio.Redis()", { package: "redis", before: "5.0.1", close: "close" }],
  ["redis.asyncio.RedisCluster()", { package: "redis", before: "5.0.1", close: "close" }],
]);

export interface OlderMethod {
  readonly package: string;
  readonly before: string;
  readonly close: string;
}

export const RESOURCE_KINDS: readonly ResourceKind[] = KINDS.trim()
  .split("\n")
  .map((line) => {
    const [type = "", word = "", method = "", start] = line.split(" | ");
    return {
      type,
      noun: word.replace(/^advice /, ""),
      close: method.replace(/^await /, ""),
      older: OLDER_METHODS.get(type),
      isCloseAwaited: method.startsWith("await "),
      ...(start !== undefined && { start }),
      isTask: method === "cancel",
      isAdvice: word.startsWith("advice "),
    };
  });

const METHODS: ReadonlyMap<string, boolean> = new Map(
  RESOURCE_KINDS.flatMap(({ type, close, isCloseAwaited, start }) => [
    [`${type}.${close}`, isCloseAwaited] as const,
    ...(start === undefined ? [] : [[`${type}.${start}`, false] as const]),
  ]),
);

/** Whether a method of a library, by its qualified name, has to be awaited; `undefined` where that is not known. */
export function isAwaitableMethod(name: string): boolean | undefined {
  return AWAITABLE_METHODS.has(name) || METHODS.get(name);
}
