/** Functions and methods of libraries that give a coroutine: a data file, a line an owner. */

/**
 * `owner: functions or methods`, by canonical names. What also runs without being awaited is not here: `asyncio.gather` makes
 * tasks, commands of a Redis pipeline are queued. Checked against the packages themselves by
 * `test/model/coroutineCalls.test.ts`.
 */
const CALLS = `
asyncio: sleep wait wait_for to_thread open_connection create_subprocess_exec create_subprocess_shell
asyncio.Event(): wait
asyncio.Lock(): acquire
asyncio.Semaphore(): acquire
asyncio.Queue(): put get join
asyncio.StreamWriter(): drain wait_closed
anyio: sleep sleep_forever run_process
anyio.to_thread: run_sync
starlette.concurrency: run_in_threadpool
sqlalchemy.ext.asyncio.AsyncEngine(): dispose
sqlalchemy.ext.asyncio.AsyncConnection(): close commit rollback invalidate execute exec_driver_sql scalar scalars run_sync
sqlalchemy.ext.asyncio.AsyncSession(): aclose close close_all commit connection delete execute flush get get_one
sqlalchemy.ext.asyncio.AsyncSession(): invalidate merge refresh reset rollback run_sync scalar scalars stream stream_scalars
sqlalchemy.ext.asyncio.AsyncSession().begin(): commit rollback
sqlalchemy.ext.asyncio.AsyncSession().begin_nested(): commit rollback
sqlalchemy.ext.asyncio.AsyncSession(): exec
sqlalchemy.ext.asyncio.async_scoped_session(): aclose close commit connection delete execute flush get get_one
sqlalchemy.ext.asyncio.async_scoped_session(): invalidate merge refresh remove rollback scalar scalars stream
fastapi.WebSocket(): accept close receive receive_bytes receive_json receive_text
fastapi.WebSocket(): send send_bytes send_denial_response send_json send_text
starlette.websockets.WebSocket(): accept close receive receive_bytes receive_json receive_text
starlette.websockets.WebSocket(): send send_bytes send_denial_response send_json send_text
fastapi.Request(): body close is_disconnected json
starlette.requests.Request(): body close is_disconnected json
fastapi.UploadFile(): close read seek write
starlette.datastructures.UploadFile(): close read seek write
httpx: AsyncClient().aclose AsyncClient().delete AsyncClient().get AsyncClient().head AsyncClient().options
httpx: AsyncClient().patch AsyncClient().post AsyncClient().put AsyncClient().request AsyncClient().send
redis.asyncio.Redis(): aclose append close decr decrby delete echo eval evalsha exists expire expireat
redis.asyncio.Redis(): flushall flushdb get getdel getex getrange getset
redis.asyncio.Redis(): hdel hexists hget hgetall hincrby hincrbyfloat hkeys hlen hmget hset hsetnx hvals
redis.asyncio.Redis(): incr incrby incrbyfloat keys lindex linsert llen lpop lpos lpush lpushx lrange lrem lset ltrim
redis.asyncio.Redis(): mget mset msetnx persist pexpire ping psetex pttl publish rename renamenx rpop rpoplpush rpush
redis.asyncio.Redis(): rpushx sadd scan scard set setex setnx setrange sismember smembers smove spop srandmember srem
redis.asyncio.Redis(): strlen touch ttl type unlink wait xack xadd xdel xlen xrange xread xreadgroup xtrim
redis.asyncio.Redis(): zadd zcard zcount zincrby zpopmax zpopmin zrange zrangebyscore zrank zrem zremrangebyrank
redis.asyncio.Redis(): zremrangebyscore zrevrange zscore
redis.asyncio.Redis().pipeline(): execute reset
redis.asyncio.RedisCluster(): aclose close
redis.asyncio.Redis().pubsub(): aclose get_message psubscribe subscribe
redis.asyncio.Redis().lock(): acquire release
psycopg.AsyncConnection.connect(): close commit execute rollback
psycopg_pool.AsyncConnectionPool(): close open wait
pymongo.AsyncMongoClient(): aclose close
`;

/** Every name of the table. */
export const COROUTINE_CALLS: readonly string[] = CALLS.trim()
  .split("\n")
  .flatMap((line) => {
    const [owner = "", words = ""] = line.split(": ");
    return words.split(" ").map((word) => `${owner}.${word}`);
  });
