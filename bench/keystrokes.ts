/** From a change of a document to its diagnostics, in two servers by turns. */
import { join } from "node:path";
import { placeToType } from "./documents";
import { type Change, LanguageClient, type ServerCommand } from "./lsp";
import { median, quantile } from "./statistics";

export interface Latencies {
  /** Milliseconds. */
  readonly median: number;
  readonly p95: number;
}

/** One server with one document open in it. */
export class Typist {
  readonly client: LanguageClient;
  private readonly path: string;
  private readonly place: { readonly line: number; readonly character: number };
  private isTyped = false;

  private constructor(client: LanguageClient, path: string, text: string) {
    this.client = client;
    this.path = path;
    this.place = placeToType(text);
  }

  /** @param isOurs waits until the workspace has been read */
  static async start(
    server: ServerCommand,
    folder: string,
    text: string,
    isOurs: boolean,
  ): Promise<Typist> {
    const client = new LanguageClient(server, folder);
    const ready = isOurs ? client.ready() : undefined;
    await client.initialize();
    await ready;
    const path = join(folder, "bench_orders.py");
    await client.open(path, text);
    return new Typist(client, path, text);
  }

  /** Types a letter, or takes it back. Milliseconds until the diagnostics are there. */
  type(): Promise<number> {
    return this.burst(1);
  }

  /** Types as many letters, or takes them back, all at once but each in a message of its own. */
  burst(count: number): Promise<number> {
    this.isTyped = !this.isTyped;
    const change: Change = this.isTyped
      ? { ...this.place, removed: 0, text: "q" }
      : { ...this.place, removed: 1, text: "" };
    return this.client.change(
      this.path,
      Array.from({ length: count }, () => change),
    );
  }
}

/** Both do the same by turns, so that whatever else the machine does meets both. */
export async function byTurns(
  run: (typist: Typist) => Promise<number>,
  typists: readonly [Typist, Typist],
  { warmUp, count }: { readonly warmUp: number; readonly count: number },
): Promise<[Latencies, Latencies]> {
  const times: [number[], number[]] = [[], []];
  for (let turn = 0; turn < warmUp + count; turn++)
    for (const at of turn % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const time = await run(typists[at]);
      if (turn >= warmUp) times[at].push(time);
    }
  return [latencies(times[0]), latencies(times[1])];
}

function latencies(times: readonly number[]): Latencies {
  return { median: median(times), p95: quantile(times, 0.95) };
}
