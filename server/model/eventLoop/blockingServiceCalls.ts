/** More of the catalogue of calls that block, in the form of `blockingCallList.ts`: clients of services outside, which wait for the network. */
export const SERVICE_CALLS = `
# boto3
boto3.client(): * except can_paginate close exceptions generate_presigned_post generate_presigned_url get_paginator get_waiter
boto3.client().get_waiter().wait
boto3.resource(): batch_get_item batch_write_item create_bucket create_queue create_table create_topic
boto3.resource(): get_queue_by_name
boto3.resource().Bucket(): copy create delete delete_objects download_file download_fileobj load put_object
boto3.resource().Bucket(): upload_file upload_fileobj wait_until_exists wait_until_not_exists
boto3.resource().Object(): copy copy_from delete download_file download_fileobj get load put reload
boto3.resource().Object(): upload_file upload_fileobj wait_until_exists wait_until_not_exists
boto3.resource().Queue(): delete_messages purge receive_messages send_message send_messages
boto3.resource().Table(): delete delete_item get_item load put_item query reload scan update update_item
boto3.resource().Table(): wait_until_exists wait_until_not_exists
boto3.resource().Topic(): publish subscribe

# google-cloud-storage, -bigquery, -firestore, -pubsub, -secret-manager, google-auth
google.cloud.bigquery.Client(): create_dataset create_table delete_dataset delete_table get_dataset
google.cloud.bigquery.Client(): get_job get_table insert_rows insert_rows_from_dataframe
google.cloud.bigquery.Client(): insert_rows_json load_table_from_dataframe load_table_from_file
google.cloud.bigquery.Client(): load_table_from_json load_table_from_uri query query_and_wait
google.cloud.bigquery.Client().query(): result to_arrow to_dataframe
google.cloud.firestore.Client().batch(): commit
google.cloud.firestore.CollectionReference(): add get
google.cloud.firestore.DocumentReference(): create delete get set update
google.cloud.firestore.Query(): get
google.cloud.pubsub_v1.PublisherClient(): create_topic delete_topic get_topic
google.cloud.pubsub_v1.PublisherClient().publish(): result
google.cloud.pubsub_v1.SubscriberClient(): acknowledge create_subscription delete_subscription
google.cloud.pubsub_v1.SubscriberClient(): get_subscription pull
google.cloud.pubsub_v1.SubscriberClient().subscribe(): result
google.cloud.secretmanager.SecretManagerServiceClient(): access_secret_version add_secret_version
google.cloud.secretmanager.SecretManagerServiceClient(): create_secret delete_secret get_secret
google.cloud.storage.Blob(): compose create_resumable_upload_session delete download_as_bytes
google.cloud.storage.Blob(): download_as_string download_as_text download_to_file download_to_filename
google.cloud.storage.Blob(): exists make_private make_public patch reload rewrite update
google.cloud.storage.Blob(): upload_from_file upload_from_filename upload_from_string
google.cloud.storage.Bucket(): copy_blob create delete delete_blob delete_blobs exists get_blob
google.cloud.storage.Bucket(): make_public patch reload rename_blob
google.cloud.storage.Client(): create_bucket download_blob_to_file get_bucket lookup_bucket
google.oauth2.id_token: fetch_id_token verify_firebase_token verify_oauth2_token verify_token

# firebase-admin
firebase_admin.auth: create_session_cookie create_user delete_user delete_users
firebase_admin.auth: generate_email_verification_link generate_password_reset_link
firebase_admin.auth: generate_sign_in_with_email_link get_user get_user_by_email
firebase_admin.auth: get_user_by_phone_number get_users revoke_refresh_tokens
firebase_admin.auth: set_custom_user_claims update_user
firebase_admin.db.reference(): delete get push set transaction update
firebase_admin.messaging: send send_each send_each_for_multicast subscribe_to_topic
firebase_admin.messaging: unsubscribe_from_topic

# azure-storage-blob, -identity, -keyvault-secrets, -cosmos, -servicebus
azure.cosmos.ContainerProxy(): create_item delete_item patch_item read_item replace_item upsert_item
azure.cosmos.CosmosClient(): create_database create_database_if_not_exists
azure.cosmos.DatabaseProxy(): create_container create_container_if_not_exists
azure.identity.DefaultAzureCredential(): get_token
azure.keyvault.secrets.SecretClient(): get_secret set_secret
azure.servicebus.ServiceBusSender(): schedule_messages send_messages
azure.storage.blob.BlobClient(): append_block delete_blob download_blob exists get_blob_properties
azure.storage.blob.BlobClient(): set_blob_metadata start_copy_from_url upload_blob
azure.storage.blob.BlobServiceClient(): create_container delete_container
azure.storage.blob.ContainerClient(): create_container delete_blob delete_blobs delete_container
azure.storage.blob.ContainerClient(): download_blob exists get_container_properties upload_blob

# minio
minio.Minio(): bucket_exists compose_object copy_object fget_object fput_object get_object list_buckets
minio.Minio(): make_bucket put_object remove_bucket remove_object stat_object

# supabase
supabase.create_client().auth: exchange_code_for_session get_user refresh_session resend
supabase.create_client().auth: reset_password_for_email sign_in_anonymously sign_in_with_id_token
supabase.create_client().auth: sign_in_with_otp sign_in_with_password sign_out sign_up update_user
supabase.create_client().auth: verify_otp
supabase.create_client().auth.admin: create_user delete_user get_user_by_id list_users update_user_by_id
supabase.create_client().functions: invoke
supabase.create_client().rpc(): execute
supabase.create_client().storage: create_bucket delete_bucket empty_bucket get_bucket list_buckets
supabase.create_client().storage.from_(): copy create_signed_url create_signed_urls download exists info
supabase.create_client().storage.from_(): list move remove update upload
supabase.create_client().table().select(): execute

# openai, anthropic, groq
openai.OpenAI().audio.speech: create
openai.OpenAI().audio.transcriptions: create
openai.OpenAI().audio.translations: create
openai.OpenAI().batches: cancel create retrieve
openai.OpenAI().beta.chat.completions: create parse stream
openai.OpenAI().beta.threads: create create_and_run create_and_run_poll delete retrieve update
openai.OpenAI().beta.threads.messages: create retrieve update
openai.OpenAI().beta.threads.runs: cancel create create_and_poll poll retrieve submit_tool_outputs
openai.OpenAI().chat.completions: create parse stream
openai.OpenAI().completions: create
openai.OpenAI().embeddings: create
openai.OpenAI().files: content create delete retrieve wait_for_processing
openai.OpenAI().fine_tuning.jobs: cancel create retrieve
openai.OpenAI().images: create_variation edit generate
openai.OpenAI().moderations: create
openai.OpenAI().responses: cancel create delete parse retrieve stream
openai.OpenAI().vector_stores: create delete retrieve search update
anthropic.Anthropic().beta.messages: count_tokens create parse stream
anthropic.Anthropic().messages: count_tokens create parse stream
anthropic.Anthropic().messages.batches: cancel create retrieve
groq.Groq().audio.transcriptions: create
groq.Groq().chat.completions: create

# google-genai, google-generativeai
google.genai.Client().chats.create(): send_message send_message_stream
google.genai.Client().files: delete download get upload
google.genai.Client().models: count_tokens embed_content generate_content generate_content_stream
google.genai.Client().models: generate_images generate_videos
google.generativeai: embed_content
google.generativeai.GenerativeModel(): count_tokens generate_content

# langchain
langchain_core.language_models.BaseChatModel(): batch invoke stream
langchain_openai.OpenAIEmbeddings(): embed_documents embed_query

# litellm
litellm.completion -> litellm.acompletion
litellm.embedding -> litellm.aembedding
litellm.image_generation -> litellm.aimage_generation
litellm.moderation -> litellm.amoderation
litellm.rerank -> litellm.arerank
litellm.responses -> litellm.aresponses
litellm.speech -> litellm.aspeech
litellm.text_completion -> litellm.atext_completion
litellm.transcription -> litellm.atranscription

# ollama, replicate, huggingface-hub
ollama: chat create delete embed embeddings generate list pull push show
ollama.Client(): chat create delete embed embeddings generate list pull push show
replicate.run -> replicate.async_run
huggingface_hub: hf_hub_download snapshot_download
huggingface_hub.InferenceClient(): chat_completion feature_extraction text_generation text_to_image

# kafka-python, confluent-kafka, pika
kafka: KafkaAdminClient KafkaConsumer KafkaProducer
kafka.KafkaAdminClient(): create_topics delete_topics describe_topics list_topics
kafka.KafkaConsumer(): beginning_offsets commit end_offsets partitions_for_topic topics
kafka.KafkaProducer(): flush partitions_for
kafka.KafkaProducer().send(): get
confluent_kafka.Consumer(): committed get_watermark_offsets list_topics
confluent_kafka.Producer(): flush list_topics
confluent_kafka.admin.AdminClient(): list_topics
pika.BlockingConnection
pika.BlockingConnection(): channel process_data_events sleep
pika.BlockingConnection().channel(): basic_cancel basic_get basic_publish basic_qos exchange_declare
pika.BlockingConnection().channel(): exchange_delete queue_bind queue_declare queue_delete queue_purge
pika.BlockingConnection().channel(): queue_unbind start_consuming

# celery, rq
celery.result.AsyncResult(): get wait
rq.Queue(): empty enqueue enqueue_at enqueue_call enqueue_in enqueue_many fetch_job

# stripe
stripe.Account: create create_login_link delete list modify retrieve
stripe.AccountLink: create
stripe.Charge: capture create list modify retrieve search
stripe.Coupon: create delete list modify retrieve
stripe.Customer: create create_source delete list list_payment_methods modify retrieve search
stripe.Event: list retrieve
stripe.Invoice: create create_preview delete finalize_invoice list modify pay retrieve search
stripe.Invoice: send_invoice void_invoice
stripe.InvoiceItem: create delete list modify retrieve
stripe.PaymentIntent: cancel capture confirm create list modify retrieve search
stripe.PaymentLink: create list modify retrieve
stripe.PaymentMethod: attach create detach list modify retrieve
stripe.Payout: cancel create list modify retrieve
stripe.Price: create list modify retrieve search
stripe.Product: create delete list modify retrieve search
stripe.PromotionCode: create list modify retrieve
stripe.Refund: cancel create list modify retrieve
stripe.SetupIntent: cancel confirm create list modify retrieve
stripe.Subscription: cancel create delete list modify resume retrieve search
stripe.SubscriptionItem: create delete list modify retrieve
stripe.Transfer: create list modify retrieve
stripe.billing_portal.Session: create
stripe.checkout.Session: create expire list list_line_items modify retrieve

# twilio, sendgrid, resend, slack-sdk
twilio.rest.Client().calls: create list
twilio.rest.Client().calls(): delete fetch update
twilio.rest.Client().messages: create list
twilio.rest.Client().messages(): delete fetch update
twilio.rest.Client().verify.v2.services().verification_checks: create
twilio.rest.Client().verify.v2.services().verifications: create
sendgrid.SendGridAPIClient(): send
sendgrid.SendGridAPIClient().client.mail.send: post
resend.Batch: send
resend.Emails: cancel get send update
slack_sdk.WebClient(): * except chat_stream validate_slack_signature
slack_sdk.webhook.WebhookClient(): send send_dict

# docker, kubernetes
docker.DockerClient(): df info login ping version
docker.DockerClient().containers: create get list prune run
docker.DockerClient().images: build get list load prune pull push remove
docker.DockerClient().networks: create get list prune
docker.DockerClient().volumes: create get list prune
docker.models.containers.Container(): commit exec_run get_archive kill logs pause put_archive reload
docker.models.containers.Container(): remove restart start stats stop top unpause update wait
kubernetes.client.AppsV1Api(): *
kubernetes.client.BatchV1Api(): *
kubernetes.client.CoreV1Api(): *
kubernetes.client.CustomObjectsApi(): *
kubernetes.client.NetworkingV1Api(): *

# hvac
hvac.Client(): delete is_authenticated list login lookup_token read renew_token write
hvac.Client().auth.approle: login
hvac.Client().auth.kubernetes: login
hvac.Client().secrets.kv.v1: create_or_update_secret delete_secret list_secrets read_secret
hvac.Client().secrets.kv.v2: create_or_update_secret delete_metadata_and_all_versions list_secrets
hvac.Client().secrets.kv.v2: patch read_secret read_secret_version

# PyJWT: fetches the keys, and again when its cache is old
jwt.PyJWKClient(): fetch_data get_jwk_set get_signing_key get_signing_key_from_jwt get_signing_keys

# ldap3, python-ldap
ldap3.Connection(): add bind compare delete modify modify_dn rebind search start_tls
ldap.initialize(): add_s bind_s compare_s delete_s modify_s search_ext_s search_s search_st
ldap.initialize(): simple_bind_s start_tls_s

# paramiko
paramiko.SFTPClient(): file get getfo listdir listdir_attr lstat mkdir open put putfo remove rename rmdir
paramiko.SFTPClient(): stat truncate unlink
paramiko.SSHClient(): connect exec_command invoke_shell open_sftp
paramiko.Transport
paramiko.Transport(): connect start_client

# dnspython
dns.resolver: query resolve resolve_address zone_for_name
dns.resolver.Resolver(): query resolve resolve_address

# selenium, playwright, zeep
selenium.webdriver: Chrome Edge Firefox Remote
selenium.webdriver.Remote(): execute_async_script execute_script find_element find_elements get
selenium.webdriver.Remote(): get_screenshot_as_png quit refresh save_screenshot
playwright.sync_api.sync_playwright
zeep.Client
zeep.Client().service: *
`;
