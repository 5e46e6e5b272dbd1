/**
 * What other people's packages call the same thing, as text. A line of `SAME_NAMES` is `left = right`: the left name is the
 * right one, or a subclass that differs in nothing that matters here. `()` stands for a call, so `left() = right()` tells
 * what a factory gives. The right name is the canonical one, under which rules and the catalogue know the thing.
 * Checked against the packages themselves by `test/model/catalogue.test.ts`.
 */
export const SAME_NAMES = `
# standard library
io.open = open
concurrent.futures.thread.ThreadPoolExecutor = concurrent.futures.ThreadPoolExecutor
concurrent.futures.process.ProcessPoolExecutor = concurrent.futures.ProcessPoolExecutor
concurrent.futures.Executor().submit() = concurrent.futures.Future()
concurrent.futures.ThreadPoolExecutor().submit() = concurrent.futures.Future()
concurrent.futures.ProcessPoolExecutor().submit() = concurrent.futures.Future()
ftplib.FTP_TLS() = ftplib.FTP()
http.client.HTTPSConnection() = http.client.HTTPConnection()
imaplib.IMAP4_SSL() = imaplib.IMAP4()
multiprocessing.Pool() = multiprocessing.pool.Pool()
multiprocessing.pool.ThreadPool() = multiprocessing.pool.Pool()
multiprocessing.pool.Pool().apply_async() = multiprocessing.pool.AsyncResult()
multiprocessing.pool.Pool().map_async() = multiprocessing.pool.AsyncResult()
pathlib.Path.cwd() = pathlib.Path()
pathlib.Path.home() = pathlib.Path()
pathlib.Path().parent = pathlib.Path()
poplib.POP3_SSL() = poplib.POP3()
smtplib.SMTP_SSL() = smtplib.SMTP()
urllib.request.build_opener() = urllib.request.OpenerDirector()

# fastapi, starlette
fastapi.applications.FastAPI = fastapi.FastAPI
fastapi.routing.APIRouter = fastapi.APIRouter
fastapi.param_functions.Depends = fastapi.Depends
fastapi.params.Depends = fastapi.Depends
fastapi.param_functions.Security = fastapi.Security
fastapi.params.Security = fastapi.Security
fastapi.background.BackgroundTasks = fastapi.BackgroundTasks
fastapi.middleware.Middleware = starlette.middleware.Middleware
fastapi.middleware.cors.CORSMiddleware = starlette.middleware.cors.CORSMiddleware
fastapi.concurrency.run_in_threadpool = starlette.concurrency.run_in_threadpool
fastapi.testclient.TestClient = starlette.testclient.TestClient

# sqlalchemy, sqlmodel
sqlmodel.create_engine = sqlalchemy.create_engine
sqlalchemy.engine.create_engine = sqlalchemy.create_engine
sqlalchemy.engine.create.create_engine = sqlalchemy.create_engine
sqlalchemy.engine.engine_from_config = sqlalchemy.engine_from_config
sqlalchemy.engine.create.engine_from_config = sqlalchemy.engine_from_config
sqlalchemy.ext.asyncio.engine.create_async_engine = sqlalchemy.ext.asyncio.create_async_engine
sqlalchemy.ext.asyncio.engine.async_engine_from_config = sqlalchemy.ext.asyncio.async_engine_from_config
sqlalchemy.ext.asyncio.engine.AsyncEngine = sqlalchemy.ext.asyncio.AsyncEngine
sqlalchemy.ext.asyncio.engine.AsyncConnection = sqlalchemy.ext.asyncio.AsyncConnection
sqlalchemy.ext.asyncio.session.AsyncSession = sqlalchemy.ext.asyncio.AsyncSession
sqlalchemy.ext.asyncio.session.async_sessionmaker = sqlalchemy.ext.asyncio.async_sessionmaker
sqlalchemy.ext.asyncio.scoping.async_scoped_session = sqlalchemy.ext.asyncio.async_scoped_session
sqlmodel.ext.asyncio.session.AsyncSession = sqlalchemy.ext.asyncio.AsyncSession
sqlalchemy.orm.session.Session = sqlalchemy.orm.Session
sqlalchemy.orm.session.sessionmaker = sqlalchemy.orm.sessionmaker
sqlalchemy.orm.scoping.scoped_session = sqlalchemy.orm.scoped_session
sqlalchemy.orm.query.Query = sqlalchemy.orm.Query
sqlmodel.Session = sqlalchemy.orm.Session
sqlmodel.orm.session.Session = sqlalchemy.orm.Session
sqlalchemy.Engine = sqlalchemy.engine.Engine
sqlalchemy.engine.base.Engine = sqlalchemy.engine.Engine
sqlalchemy.Connection = sqlalchemy.engine.Connection
sqlalchemy.engine.base.Connection = sqlalchemy.engine.Connection
sqlalchemy.URL = sqlalchemy.engine.URL
sqlalchemy.engine.url.URL = sqlalchemy.engine.URL
sqlalchemy.make_url = sqlalchemy.engine.make_url
sqlalchemy.engine.url.make_url = sqlalchemy.engine.make_url
sqlalchemy.AssertionPool = sqlalchemy.pool.AssertionPool
sqlalchemy.AsyncAdaptedQueuePool = sqlalchemy.pool.AsyncAdaptedQueuePool
sqlalchemy.NullPool = sqlalchemy.pool.NullPool
sqlalchemy.QueuePool = sqlalchemy.pool.QueuePool
sqlalchemy.SingletonThreadPool = sqlalchemy.pool.SingletonThreadPool
sqlalchemy.StaticPool = sqlalchemy.pool.StaticPool
sqlalchemy.pool.impl.AssertionPool = sqlalchemy.pool.AssertionPool
sqlalchemy.pool.impl.AsyncAdaptedQueuePool = sqlalchemy.pool.AsyncAdaptedQueuePool
sqlalchemy.pool.impl.NullPool = sqlalchemy.pool.NullPool
sqlalchemy.pool.impl.QueuePool = sqlalchemy.pool.QueuePool
sqlalchemy.pool.impl.SingletonThreadPool = sqlalchemy.pool.SingletonThreadPool
sqlalchemy.pool.impl.StaticPool = sqlalchemy.pool.StaticPool
sqlalchemy.create_engine() = sqlalchemy.engine.Engine()
sqlalchemy.engine_from_config() = sqlalchemy.engine.Engine()
sqlalchemy.engine.Engine().begin() = sqlalchemy.engine.Connection()
sqlalchemy.engine.Engine().connect() = sqlalchemy.engine.Connection()
sqlalchemy.engine.Engine().execution_options() = sqlalchemy.engine.Engine()
sqlalchemy.engine.Connection().execution_options() = sqlalchemy.engine.Connection()
sqlalchemy.ext.asyncio.create_async_engine() = sqlalchemy.ext.asyncio.AsyncEngine()
sqlalchemy.ext.asyncio.async_engine_from_config() = sqlalchemy.ext.asyncio.AsyncEngine()
sqlalchemy.ext.asyncio.AsyncEngine().begin() = sqlalchemy.ext.asyncio.AsyncConnection()
sqlalchemy.ext.asyncio.AsyncEngine().connect() = sqlalchemy.ext.asyncio.AsyncConnection()
sqlalchemy.ext.asyncio.AsyncEngine().sync_engine = sqlalchemy.engine.Engine()
sqlalchemy.ext.asyncio.async_sessionmaker()() = sqlalchemy.ext.asyncio.AsyncSession()
sqlalchemy.ext.asyncio.async_sessionmaker().begin() = sqlalchemy.ext.asyncio.AsyncSession()
sqlalchemy.ext.asyncio.async_scoped_session()() = sqlalchemy.ext.asyncio.AsyncSession()
sqlalchemy.orm.sessionmaker()() = sqlalchemy.orm.Session()
sqlalchemy.orm.sessionmaker().begin() = sqlalchemy.orm.Session()
sqlalchemy.orm.scoped_session() = sqlalchemy.orm.Session()
sqlalchemy.orm.Session()() = sqlalchemy.orm.Session()
sqlalchemy.orm.Session().connection() = sqlalchemy.engine.Connection()
sqlalchemy.orm.Session().query() = sqlalchemy.orm.Query()

# httpx, httpx2, requests, urllib3
httpx2 = httpx
requests.api.delete = requests.delete
requests.api.get = requests.get
requests.api.head = requests.head
requests.api.options = requests.options
requests.api.patch = requests.patch
requests.api.post = requests.post
requests.api.put = requests.put
requests.api.request = requests.request
requests.session = requests.Session
requests.sessions.Session = requests.Session
urllib3.poolmanager.PoolManager = urllib3.PoolManager
urllib3.ProxyManager() = urllib3.PoolManager()
urllib3.connectionpool.HTTPConnectionPool = urllib3.HTTPConnectionPool
urllib3.HTTPSConnectionPool() = urllib3.HTTPConnectionPool()

# drivers
sqlite3.Connection() = sqlite3.connect()
sqlite3.Cursor() = sqlite3.connect().cursor()
sqlite3.connect().execute() = sqlite3.connect().cursor()
psycopg2.extensions.connection() = psycopg2.connect()
psycopg2.extensions.cursor() = psycopg2.connect().cursor()
psycopg2.pool.ThreadedConnectionPool() = psycopg2.pool.SimpleConnectionPool()
psycopg2.pool.SimpleConnectionPool().getconn() = psycopg2.connect()
psycopg.Connection() = psycopg.connect()
psycopg.Connection.connect = psycopg.connect
psycopg.Cursor() = psycopg.connect().cursor()
psycopg.connect().execute() = psycopg.connect().cursor()
psycopg_pool.ConnectionPool().connection() = psycopg.connect()
psycopg_pool.ConnectionPool().getconn() = psycopg.connect()
pymysql.Connect = pymysql.connect
pymysql.Connection = pymysql.connect
pymysql.connections.Connection = pymysql.connect
pymysql.cursors.Cursor() = pymysql.connect().cursor()
MySQLdb.Connect = MySQLdb.connect
MySQLdb.Connection = MySQLdb.connect
mysql.connector.MySQLConnection() = mysql.connector.connect()
mysql.connector.connection.MySQLConnection() = mysql.connector.connect()
pyodbc.Connection() = pyodbc.connect()
pyodbc.Cursor() = pyodbc.connect().cursor()
pymssql.Connection() = pymssql.connect()
oracledb.Connection() = oracledb.connect()
oracledb.Cursor() = oracledb.connect().cursor()
oracledb.ConnectionPool() = oracledb.create_pool()
oracledb.create_pool().acquire() = oracledb.connect()
clickhouse_connect.create_client = clickhouse_connect.get_client
clickhouse_connect.driver.Client() = clickhouse_connect.get_client()
clickhouse_connect.driver.client.Client() = clickhouse_connect.get_client()
snowflake.connector.SnowflakeConnection() = snowflake.connector.connect()
duckdb.DuckDBPyConnection() = duckdb.connect()
cassandra.cluster.Session() = cassandra.cluster.Cluster().connect()
neo4j.Driver() = neo4j.GraphDatabase.driver()
neo4j.Session() = neo4j.GraphDatabase.driver().session()

# redis, pymemcache
redis.StrictRedis = redis.Redis
redis.client.Redis = redis.Redis
redis.client.StrictRedis = redis.Redis
redis.from_url() = redis.Redis()
redis.utils.from_url() = redis.Redis()
redis.Redis.from_pool() = redis.Redis()
redis.Redis.from_url() = redis.Redis()
redis.cluster.RedisCluster = redis.RedisCluster
redis.RedisCluster.from_url() = redis.RedisCluster()
redis.client.Pipeline() = redis.Redis().pipeline()
redis.client.PubSub() = redis.Redis().pubsub()
redis.lock.Lock() = redis.Redis().lock()
redis.Sentinel = redis.sentinel.Sentinel
redis.sentinel.Sentinel().master_for() = redis.Redis()
redis.sentinel.Sentinel().slave_for() = redis.Redis()
redis.asyncio.StrictRedis = redis.asyncio.Redis
redis.asyncio.client.Redis = redis.asyncio.Redis
redis.asyncio.client.StrictRedis = redis.asyncio.Redis
redis.asyncio.from_url() = redis.asyncio.Redis()
redis.asyncio.utils.from_url() = redis.asyncio.Redis()
redis.asyncio.Redis.from_pool() = redis.asyncio.Redis()
redis.asyncio.Redis.from_url() = redis.asyncio.Redis()
redis.asyncio.cluster.RedisCluster = redis.asyncio.RedisCluster
redis.asyncio.RedisCluster.from_url() = redis.asyncio.RedisCluster()
redis.asyncio.client.Pipeline() = redis.asyncio.Redis().pipeline()
pymemcache.client.Client = pymemcache.Client
pymemcache.client.base.Client = pymemcache.Client

# pymongo, mongoengine, peewee
pymongo.mongo_client.MongoClient = pymongo.MongoClient
pymongo.MongoClient().get_database() = pymongo.database.Database()
pymongo.MongoClient().get_default_database() = pymongo.database.Database()
pymongo.database.Database().get_collection() = pymongo.collection.Collection()
pymongo.collection.Collection().find() = pymongo.cursor.Cursor()
mongoengine.document.Document = mongoengine.Document
mongoengine.DynamicDocument = mongoengine.Document
mongoengine.document.DynamicDocument = mongoengine.Document
mongoengine.Document.objects = mongoengine.queryset.QuerySet()
mongoengine.queryset.QuerySet()() = mongoengine.queryset.QuerySet()
peewee.Model.select() = peewee.ModelSelect()
peewee.Model.insert() = peewee.ModelInsert()
peewee.Model.insert_many() = peewee.ModelInsert()
peewee.Model.update() = peewee.ModelUpdate()
peewee.Model.delete() = peewee.ModelDelete()
peewee.MySQLDatabase() = peewee.Database()
peewee.PostgresqlDatabase() = peewee.Database()
peewee.SqliteDatabase() = peewee.Database()

# boto3
boto3.session.Session = boto3.Session
boto3.Session().client() = boto3.client()
boto3.Session().resource() = boto3.resource()
botocore.client.BaseClient() = boto3.client()
boto3.resource().Bucket().Object() = boto3.resource().Object()
boto3.resource().create_bucket() = boto3.resource().Bucket()
boto3.resource().create_queue() = boto3.resource().Queue()
boto3.resource().get_queue_by_name() = boto3.resource().Queue()

# google
google.cloud.storage.client.Client = google.cloud.storage.Client
google.cloud.storage.bucket.Bucket = google.cloud.storage.Bucket
google.cloud.storage.blob.Blob = google.cloud.storage.Blob
google.cloud.storage.Client().bucket() = google.cloud.storage.Bucket()
google.cloud.storage.Client().get_bucket() = google.cloud.storage.Bucket()
google.cloud.storage.Bucket().blob() = google.cloud.storage.Blob()
google.cloud.storage.Bucket().get_blob() = google.cloud.storage.Blob()
google.cloud.firestore.Client().collection() = google.cloud.firestore.CollectionReference()
google.cloud.firestore.Client().collection_group() = google.cloud.firestore.Query()
google.cloud.firestore.Client().document() = google.cloud.firestore.DocumentReference()
google.cloud.firestore.CollectionReference().document() = google.cloud.firestore.DocumentReference()
google.cloud.firestore.CollectionReference().limit() = google.cloud.firestore.Query()
google.cloud.firestore.CollectionReference().order_by() = google.cloud.firestore.Query()
google.cloud.firestore.CollectionReference().where() = google.cloud.firestore.Query()
google.cloud.firestore.DocumentReference().collection() = google.cloud.firestore.CollectionReference()
firebase_admin.firestore.client() = google.cloud.firestore.Client()
firebase_admin.db.Reference() = firebase_admin.db.reference()
firebase_admin.db.reference().child() = firebase_admin.db.reference()

# azure
azure.storage.blob.BlobServiceClient.from_connection_string() = azure.storage.blob.BlobServiceClient()
azure.storage.blob.BlobServiceClient().get_blob_client() = azure.storage.blob.BlobClient()
azure.storage.blob.BlobServiceClient().get_container_client() = azure.storage.blob.ContainerClient()
azure.storage.blob.ContainerClient.from_connection_string() = azure.storage.blob.ContainerClient()
azure.storage.blob.ContainerClient().get_blob_client() = azure.storage.blob.BlobClient()
azure.storage.blob.BlobClient.from_connection_string() = azure.storage.blob.BlobClient()
azure.cosmos.CosmosClient.from_connection_string() = azure.cosmos.CosmosClient()
azure.cosmos.CosmosClient().get_database_client() = azure.cosmos.DatabaseProxy()
azure.cosmos.DatabaseProxy().get_container_client() = azure.cosmos.ContainerProxy()
azure.servicebus.ServiceBusClient.from_connection_string() = azure.servicebus.ServiceBusClient()
azure.servicebus.ServiceBusClient().get_queue_sender() = azure.servicebus.ServiceBusSender()
azure.servicebus.ServiceBusClient().get_topic_sender() = azure.servicebus.ServiceBusSender()

# supabase
supabase.Client() = supabase.create_client()
supabase.create_client().from_() = supabase.create_client().table()
supabase.create_client().table().select().not_ = supabase.create_client().table().select()

# language models
openai.Client = openai.OpenAI
openai.AzureOpenAI = openai.OpenAI
openai.audio = openai.OpenAI().audio
openai.chat = openai.OpenAI().chat
openai.embeddings = openai.OpenAI().embeddings
openai.files = openai.OpenAI().files
openai.images = openai.OpenAI().images
openai.moderations = openai.OpenAI().moderations
openai.responses = openai.OpenAI().responses
openai.OpenAI().copy() = openai.OpenAI()
openai.OpenAI().with_options() = openai.OpenAI()
anthropic.Client = anthropic.Anthropic
anthropic.Anthropic().copy() = anthropic.Anthropic()
anthropic.Anthropic().with_options() = anthropic.Anthropic()
groq.Client = groq.Groq
langchain_core.language_models.chat_models.BaseChatModel = langchain_core.language_models.BaseChatModel
langchain_anthropic.ChatAnthropic() = langchain_core.language_models.BaseChatModel()
langchain_openai.ChatOpenAI() = langchain_core.language_models.BaseChatModel()
langchain_openai.AzureChatOpenAI() = langchain_core.language_models.BaseChatModel()
langchain_openai.AzureOpenAIEmbeddings = langchain_openai.OpenAIEmbeddings

# queues
kafka.producer.KafkaProducer = kafka.KafkaProducer
kafka.consumer.KafkaConsumer = kafka.KafkaConsumer
pika.adapters.blocking_connection.BlockingConnection = pika.BlockingConnection
pika.adapters.blocking_connection.BlockingChannel() = pika.BlockingConnection().channel()
celery.Celery().AsyncResult() = celery.result.AsyncResult()
celery.Celery().send_task() = celery.result.AsyncResult()

# other services
slack_sdk.web.WebClient = slack_sdk.WebClient
slack_sdk.web.client.WebClient = slack_sdk.WebClient
slack_sdk.WebhookClient = slack_sdk.webhook.WebhookClient
docker.client.DockerClient = docker.DockerClient
docker.client.from_env() = docker.DockerClient()
docker.from_env() = docker.DockerClient()
docker.DockerClient().containers.create() = docker.models.containers.Container()
docker.DockerClient().containers.get() = docker.models.containers.Container()
ldap3.core.connection.Connection = ldap3.Connection
paramiko.client.SSHClient = paramiko.SSHClient
paramiko.sftp_client.SFTPClient = paramiko.SFTPClient
paramiko.SFTPClient.from_transport() = paramiko.SFTPClient()
paramiko.SSHClient().open_sftp() = paramiko.SFTPClient()
selenium.webdriver.Chrome() = selenium.webdriver.Remote()
selenium.webdriver.Edge() = selenium.webdriver.Remote()
selenium.webdriver.Firefox() = selenium.webdriver.Remote()
selenium.webdriver.remote.webdriver.WebDriver() = selenium.webdriver.Remote()

# passwords
argon2._password_hasher.PasswordHasher = argon2.PasswordHasher
argon2.PasswordHasher.from_parameters() = argon2.PasswordHasher()
pwdlib.PasswordHash.recommended() = pwdlib.PasswordHash()
passlib.hash.argon2.using() = passlib.hash.argon2
passlib.hash.bcrypt.using() = passlib.hash.bcrypt
passlib.hash.bcrypt_sha256.using() = passlib.hash.bcrypt_sha256
passlib.hash.pbkdf2_sha256.using() = passlib.hash.pbkdf2_sha256
passlib.hash.pbkdf2_sha512.using() = passlib.hash.pbkdf2_sha512
passlib.hash.sha256_crypt.using() = passlib.hash.sha256_crypt
passlib.hash.sha512_crypt.using() = passlib.hash.sha512_crypt
`;

/** Methods that give the same thing again, or another of its kind. */
export const FLUENT_METHODS = `
sqlalchemy.orm.Query(): add_columns add_entity autoflush correlate distinct enable_eagerloads except_
sqlalchemy.orm.Query(): except_all execution_options filter filter_by from_statement group_by having
sqlalchemy.orm.Query(): intersect intersect_all join limit offset options order_by outerjoin params
sqlalchemy.orm.Query(): populate_existing prefix_with reset_joinpoint select_from slice union union_all
sqlalchemy.orm.Query(): where with_entities with_for_update with_hint with_session yield_per
pathlib.Path(): absolute expanduser joinpath resolve with_name with_stem with_suffix
pymongo.cursor.Cursor(): batch_size collation hint limit max_time_ms skip sort
mongoengine.queryset.QuerySet(): all as_pymongo exclude filter limit no_dereference none only order_by
mongoengine.queryset.QuerySet(): search_text skip
peewee.ModelSelect(): dicts distinct filter group_by having join limit namedtuples objects offset
peewee.ModelSelect(): order_by orwhere paginate switch tuples where
peewee.ModelUpdate(): where
peewee.ModelDelete(): where
google.cloud.firestore.Query(): limit offset order_by select where
elasticsearch.Elasticsearch(): options
`;

/** Any attribute but these, or the result of any method but these: what it is. */
export const ANY_MEMBER = `
pymongo.MongoClient().* = pymongo.database.Database() except HOST PORT address append_metadata arbiters bulk_write close codec_options drop_database eq_props get_database get_default_database is_mongos is_primary list_database_names list_databases next nodes options primary read_concern read_preference secondaries server_info start_session topology_description watch write_concern
pymongo.database.Database().* = pymongo.collection.Collection() except aggregate client codec_options command create_collection cursor_command dereference drop_collection get_collection list_collection_names list_collections name next read_concern read_preference validate_collection watch with_options write_concern
redis.Redis().pipeline().*() = redis.Redis().pipeline() except close execute reset watch unwatch
supabase.create_client().table().*() = supabase.create_client().table().select()
supabase.create_client().table().select().*() = supabase.create_client().table().select() except execute
supabase.create_client().rpc().*() = supabase.create_client().rpc() except execute
`;
