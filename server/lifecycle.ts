/** The rules of the protocol about when what may be asked. The library answers requests before `initialize` and after `shutdown`. */
import {
  type DataCallback,
  type Disposable,
  ErrorCodes,
  Message,
  type MessageReader,
  type MessageWriter,
  type RequestMessage,
} from "vscode-languageserver";

type Phase = "new" | "initialized" | "shut down";

/** Passes messages on, but for those that may not come now: it answers requests itself, and drops notifications. */
export class LifecycleReader implements MessageReader {
  readonly onError: MessageReader["onError"];
  readonly onClose: MessageReader["onClose"];
  readonly onPartialMessage: MessageReader["onPartialMessage"];
  private readonly reader: MessageReader;
  private readonly writer: MessageWriter;
  private phase: Phase = "new";

  constructor(reader: MessageReader, writer: MessageWriter) {
    this.reader = reader;
    this.writer = writer;
    this.onError = reader.onError;
    this.onClose = reader.onClose;
    this.onPartialMessage = reader.onPartialMessage;
  }

  /** Whether the client has said good-bye. */
  get isShutDown(): boolean {
    return this.phase === "shut down";
  }

  listen(callback: DataCallback): Disposable {
    return this.reader.listen((message) => {
      if (this.isDropped(message)) return;
      const error = Message.isRequest(message) ? this.refusal(message) : undefined;
      if (error === undefined) callback(message);
      else void this.writer.write(error).catch(() => undefined);
    });
  }

  dispose(): void {
    this.reader.dispose();
  }

  /** Of notifications that come too early or too late only `exit` counts. */
  private isDropped(message: Message): boolean {
    return (
      Message.isNotification(message) && message.method !== "exit" && this.phase !== "initialized"
    );
  }

  private refusal({ id, method }: RequestMessage): Message | undefined {
    const { phase } = this;
    if (phase === "new" && method === "initialize") this.phase = "initialized";
    else if (phase === "new")
      return refuse(id, ErrorCodes.ServerNotInitialized, "`initialize` comes first.");
    else if (phase === "shut down" || method === "initialize")
      return refuse(id, ErrorCodes.InvalidRequest, `\`${method}\` cannot be asked any more.`);
    else if (method === "shutdown") this.phase = "shut down";
    return undefined;
  }
}

function refuse(id: RequestMessage["id"], code: number, message: string): Message {
  const answer = { jsonrpc: "2.0", id, error: { code, message } };
  return answer;
}
