/**
 * The catalogue of calls that block, as text. A line is one of
 *
 *     time.sleep -> asyncio.sleep     a call, and an awaitable of the same effect and arguments
 *     requests: get post              several members of one thing
 *     boto3.client(): * except close  every public member but some
 *
 * `()` after a class or factory stands for what it gives. Names are canonical: those to the right in `libraries.ts`.
 * Each has been looked up in the package itself, by `test/model/catalogue.test.ts`.
 *
 * Left out on purpose, since a false alarm costs more than a miss:
 * - what does no input or output in its usual case: `Session.add`, `Popen`, `KafkaProducer.send`, `close`;
 * - what waits for some arguments only: `queue.Queue.get`, `confluent_kafka.Consumer.poll`, `socket.connect` (UDP);
 * - cursors and iterators that wait where they are iterated: `Collection.find`, `Bucket.list_blobs`;
 * - reading what the driver has fetched already: `Cursor.fetchall`, `Response.read`;
 * - `Thread.join`, `Event.wait` and their like: in real code mostly handshakes at the start and the end of a program;
 * - what runs once at the start of an application: `MetaData.create_all`, `Engine.dispose`;
 * - merely asking for the state of a file: `Path.exists`, `os.stat`.
 */

/** They wait for something outside the process, or for work handed to a pool. */
export const IO_CALLS = `
# standard library
time.sleep -> asyncio.sleep
input
concurrent.futures.as_completed
concurrent.futures.Future(): exception result
concurrent.futures.ThreadPoolExecutor(): map
concurrent.futures.ProcessPoolExecutor(): map
ftplib: FTP FTP_TLS
ftplib.FTP(): connect cwd delete dir login mkd mlsd nlst pwd rename retrbinary retrlines rmd size
ftplib.FTP(): storbinary storlines
http.client.HTTPConnection(): connect getresponse request
imaplib: IMAP4 IMAP4_SSL
imaplib.IMAP4(): append authenticate copy create delete expunge fetch list login search select sort
imaplib.IMAP4(): starttls status store subscribe thread uid
multiprocessing.pool.AsyncResult(): get wait
multiprocessing.pool.Pool(): apply map starmap
os: popen system wait
poplib: POP3 POP3_SSL
poplib.POP3(): dele list pass_ retr stat stls top uidl user
smtplib: SMTP SMTP_SSL
smtplib.SMTP(): connect login send_message sendmail starttls
socket: create_connection getaddrinfo getfqdn gethostbyaddr gethostbyname gethostbyname_ex getnameinfo
socket.socket(): accept connect_ex recv recvfrom
subprocess: call check_call check_output getoutput getstatusoutput run
subprocess.Popen(): communicate wait
subprocess.Popen().stdout: read readline readlines
urllib.request: urlopen urlretrieve
urllib.request.OpenerDirector(): open
xmlrpc.client.ServerProxy(): *

# requests, requests-oauthlib
requests: delete get head options patch post put request
requests.Session(): delete get head options patch post put request send
requests_oauthlib.OAuth1Session(): delete fetch_access_token fetch_request_token get head options patch
requests_oauthlib.OAuth1Session(): post put request
requests_oauthlib.OAuth2Session(): delete fetch_token get head options patch post put refresh_token
requests_oauthlib.OAuth2Session(): request

# httpx, httpx2
httpx: delete get head options patch post put request stream
httpx.Client(): delete get head options patch post put request send stream

# urllib3
urllib3.request
urllib3.PoolManager(): request request_encode_body request_encode_url urlopen
urllib3.HTTPConnectionPool(): request request_encode_body request_encode_url urlopen

# sqlalchemy, sqlmodel
sqlalchemy.orm.Session(): begin_nested bulk_insert_mappings bulk_save_objects bulk_update_mappings
sqlalchemy.orm.Session(): commit exec execute flush get get_one merge refresh rollback scalar scalars
sqlalchemy.orm.Query(): all count delete first get one one_or_none scalar update
sqlalchemy.engine.Engine(): begin connect raw_connection
sqlalchemy.engine.Connection(): begin_nested commit exec_driver_sql execute rollback scalar scalars

# sqlite3
sqlite3.connect
sqlite3.connect(): backup commit execute executemany executescript rollback
sqlite3.connect().cursor(): execute executemany executescript

# psycopg2
psycopg2.connect
psycopg2.connect(): commit reset rollback
psycopg2.connect().cursor(): callproc copy_expert copy_from copy_to execute executemany
psycopg2.extras: execute_batch execute_values
psycopg2.pool: SimpleConnectionPool ThreadedConnectionPool
psycopg2.pool.SimpleConnectionPool(): getconn

# psycopg, psycopg-pool
psycopg.connect
psycopg.connect(): commit execute rollback
psycopg.connect().cursor(): execute executemany
psycopg_pool.ConnectionPool(): connection getconn wait

# PyMySQL
pymysql.connect
pymysql.connect(): begin commit ping rollback
pymysql.connect().cursor(): callproc execute executemany

# mysqlclient
MySQLdb.connect
MySQLdb.connect(): commit ping rollback
MySQLdb.connect().cursor(): callproc execute executemany

# mysql-connector-python
mysql.connector.connect
mysql.connector.connect(): commit ping reconnect rollback start_transaction
mysql.connector.connect().cursor(): callproc execute executemany

# pyodbc
pyodbc.connect
pyodbc.connect(): commit execute rollback
pyodbc.connect().cursor(): commit execute executemany rollback

# pymssql
pymssql.connect
pymssql.connect(): commit rollback
pymssql.connect().cursor(): callproc execute executemany

# oracledb
oracledb.connect
oracledb.connect(): commit ping rollback
oracledb.connect().cursor(): callfunc callproc execute executemany
oracledb.create_pool(): acquire

# clickhouse-connect, clickhouse-driver
clickhouse_connect.get_client
clickhouse_connect.get_client(): command insert insert_arrow insert_df ping query query_arrow query_df
clickhouse_connect.get_client(): query_np raw_insert raw_query
clickhouse_driver.Client(): execute execute_with_progress insert_dataframe query_dataframe

# snowflake-connector-python
snowflake.connector.connect
snowflake.connector.connect(): commit execute_string rollback
snowflake.connector.connect().cursor(): execute executemany

# duckdb
duckdb: execute executemany
duckdb.connect(): execute executemany

# cassandra-driver
cassandra.cluster.Cluster(): connect
cassandra.cluster.Cluster().connect(): execute prepare

# neo4j
neo4j.GraphDatabase.driver(): execute_query verify_connectivity
neo4j.GraphDatabase.driver().session(): begin_transaction execute_read execute_write run

# pandas
pandas: read_sql read_sql_query read_sql_table

# redis
redis.Redis(): * except bf cf client close cms from_pool from_url ft get_cache get_connection_kwargs get_encoder get_retry json keyspace_notifications load_external_module lock monitor parse_response pipeline pubsub register_script set_response_callback set_retry tdigest topk ts vset
redis.RedisCluster(): * except bf cf close cms determine_slot from_url ft get_connection_kwargs get_default_node get_encoder get_node get_node_from_key get_nodes get_nodes_from_slot get_primaries get_random_node get_random_primary_node get_random_primary_or_all_nodes get_redis_connection get_replicas get_special_nodes json keyslot keyspace_notifications load_external_module lock monitor on_connect pipeline pubsub register_script set_default_node set_response_callback set_retry tdigest topk ts vset
redis.Redis().ft(): aggregate alter_schema_add create_index dropindex info search
redis.Redis().json(): arrappend arrlen clear delete get merge mget mset numincrby objkeys set strappend type
redis.Redis().lock(): acquire extend reacquire release
redis.Redis().pipeline(): execute watch
redis.Redis().pubsub(): listen psubscribe punsubscribe subscribe unsubscribe
redis.sentinel.Sentinel(): discover_master discover_slaves

# pymemcache
pymemcache.Client(): add append cas decr delete delete_many flush_all get get_many gets incr prepend
pymemcache.Client(): replace set set_many touch

# pymongo
pymongo.MongoClient(): bulk_write drop_database list_database_names server_info
pymongo.database.Database(): aggregate command create_collection drop_collection
pymongo.database.Database(): list_collection_names validate_collection
pymongo.collection.Collection(): aggregate bulk_write count_documents create_index create_indexes
pymongo.collection.Collection(): delete_many delete_one distinct drop drop_index drop_indexes
pymongo.collection.Collection(): estimated_document_count find_one find_one_and_delete
pymongo.collection.Collection(): find_one_and_replace find_one_and_update index_information insert_many
pymongo.collection.Collection(): insert_one rename replace_one update_many update_one
pymongo.cursor.Cursor(): distinct explain next to_list

# mongoengine
mongoengine.Document(): delete modify reload save update
mongoengine.queryset.QuerySet(): aggregate average count create delete distinct first get in_bulk insert
mongoengine.queryset.QuerySet(): item_frequencies modify sum to_json update update_one upsert_one

# peewee
peewee.Model: bulk_create bulk_update create create_table delete_by_id get get_by_id get_or_create
peewee.Model: get_or_none set_by_id table_exists
peewee.Model(): delete_instance save
peewee.ModelSelect(): count execute exists first get get_or_none scalar
peewee.ModelInsert().execute
peewee.ModelUpdate().execute
peewee.ModelDelete().execute
peewee.Database(): connect create_tables drop_tables execute_sql

# elasticsearch, opensearch-py
elasticsearch.Elasticsearch(): * except close options
elasticsearch.Elasticsearch().cluster: *
elasticsearch.Elasticsearch().indices: *
elasticsearch.helpers: bulk reindex
opensearchpy.OpenSearch(): * except close
opensearchpy.OpenSearch().cluster: *
opensearchpy.OpenSearch().indices: *
opensearchpy.helpers: bulk reindex

# qdrant-client, pinecone
qdrant_client.QdrantClient(): collection_exists count create_collection create_payload_index delete
qdrant_client.QdrantClient(): delete_collection get_collection get_collections query_points retrieve
qdrant_client.QdrantClient(): scroll set_payload update_collection upload_points upsert
pinecone.Pinecone(): create_index delete_index describe_index list_indexes
pinecone.Pinecone().Index(): delete describe_index_stats fetch query update upsert
`;

/** They compute for a long time on purpose. */
export const PASSWORD_CALLS = `
# standard library
hashlib: pbkdf2_hmac scrypt

# bcrypt
bcrypt: checkpw hashpw kdf

# argon2-cffi
argon2.PasswordHasher(): hash verify
argon2.low_level: hash_secret hash_secret_raw verify_secret

# pwdlib
pwdlib.PasswordHash(): hash verify verify_and_update
pwdlib.hashers.argon2.Argon2Hasher(): hash verify
pwdlib.hashers.bcrypt.BcryptHasher(): hash verify

# passlib
passlib.context.CryptContext(): dummy_verify encrypt hash verify verify_and_update
passlib.hash.argon2: encrypt hash verify
passlib.hash.bcrypt: encrypt hash verify
passlib.hash.bcrypt_sha256: encrypt hash verify
passlib.hash.pbkdf2_sha256: encrypt hash verify
passlib.hash.pbkdf2_sha512: encrypt hash verify
passlib.hash.scrypt: encrypt hash verify
passlib.hash.sha256_crypt: encrypt hash verify
passlib.hash.sha512_crypt: encrypt hash verify

# Werkzeug, Django
werkzeug.security: check_password_hash generate_password_hash
django.contrib.auth.hashers.check_password -> django.contrib.auth.hashers.acheck_password
django.contrib.auth.hashers.make_password

# cryptography, PyNaCl
cryptography.hazmat.primitives.kdf.argon2.Argon2id(): derive verify
cryptography.hazmat.primitives.kdf.pbkdf2.PBKDF2HMAC(): derive verify
cryptography.hazmat.primitives.kdf.scrypt.Scrypt(): derive verify
nacl.pwhash: kdf_scryptsalsa208sha256 str verify
nacl.pwhash.argon2id: kdf str verify
`;

/** They wait for the disk. */
export const FILE_CALLS = `
open
bz2.open
codecs.open
gzip.open
lzma.open
glob: glob iglob
os: link listdir makedirs mkdir open remove removedirs rename renames replace rmdir scandir symlink
os: truncate unlink walk
pathlib.Path(): glob hardlink_to iterdir mkdir open read_bytes read_text rename replace rglob rmdir
pathlib.Path(): symlink_to touch unlink write_bytes write_text
shutil: copy copy2 copyfile copyfileobj copytree make_archive move rmtree unpack_archive
tempfile: NamedTemporaryFile TemporaryDirectory TemporaryFile mkdtemp mkstemp
`;
