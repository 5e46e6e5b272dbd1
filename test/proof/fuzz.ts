/** Plays random traffic to the built server, and judges it in the end. */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LspClient } from "./lspClient.ts";
import { nextHappenings } from "./nextHappenings.ts";
import { Random } from "./random.ts";
import { FIRST_FOLDERS, type Happening, Stage } from "./traffic.ts";

/** Where it is played, and with what. */
export interface Theatre {
  /** The path of the built server. */
  readonly server: string;
  /** A folder of real files, which is copied. */
  readonly source: string;
}

export interface Outcome {
  /** What went wrong, as sentences; none where all is well. */
  readonly faults: readonly string[];
  readonly happenings: readonly Happening[];
  /** Findings that were compared with those of a fresh server. */
  readonly compared: number;
  /** Bytes that the server held: once it had read the project, and when in the end all was closed and as at first. */
  readonly memory: { readonly before: number; readonly after: number };
}

/**
 * How much more a server may hold in the end than at first: a tenth, and the 32 MB that facts of spans are kept of, which at first are few.
 */
const GROWTH = { share: 0.1, bytes: 32_000_000 };

/** Steps between two comparisons with a fresh server. */
const ROUND = 150;

/** Makes up so many things and plays them. */
export async function fuzz(theatre: Theatre, seed: number, steps: number): Promise<Outcome> {
  const random = new Random(seed);
  return perform(theatre, (stage, step) => {
    if (step >= steps) return undefined;
    return step % ROUND === ROUND - 1
      ? [{ does: "compare" }, { does: "restore" }]
      : nextHappenings(stage, random);
  });
}

export function playAgain(theatre: Theatre, happenings: readonly Happening[]): Promise<Outcome> {
  return perform(theatre, (_, step) => {
    const happening = happenings[step];
    return happening && [happening];
  });
}

/** Short sessions that end while much is going on: politely, by hanging up, or with requests after the good-bye. */
export async function endInTheMiddle(
  theatre: Theatre,
  seed: number,
  sessions: number,
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (let session = 0; session < sessions; session++) {
    const random = new Random(seed + session);
    const root = realpathSync(mkdtempSync(join(tmpdir(), "routewright-fuzz-")));
    const stage = new Stage(root, theatre.source);
    const client = await LspClient.start(theatre.server, stage.folderUris());
    try {
      // Some end before the project is read.
      for (let step = random.below(30); step > 0; step--)
        for (const happening of nextHappenings(stage, random))
          if (happening.does !== "rest") await stage.play(happening, client);
      const isPolite = random.chance(50);
      const code = isPolite ? await client.shutDown() : await client.hangUp();
      if (code !== (isPolite ? 0 : 1)) faults.push(`session ${session} ended with ${code}`);
      faults.push(...client.faults.map((it) => `session ${session}: ${it}`));
    } finally {
      await client.end();
      rmSync(root, { recursive: true, force: true });
    }
  }
  return faults;
}

type Next = (stage: Stage, step: number) => readonly Happening[] | undefined;

async function perform(theatre: Theatre, next: Next): Promise<Outcome> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "routewright-fuzz-")));
  const stage = new Stage(root, theatre.source);
  const client = await LspClient.start(theatre.server, stage.folderUris());
  const played: Happening[] = [];
  const faults: string[] = [];
  let compared = 0;
  const compare = async (): Promise<void> => {
    await client.rest();
    const { shown, differences } = await comparedWithFresh(theatre, stage, client);
    faults.push(...differences);
    compared += shown;
  };
  try {
    await client.rest();
    const before = await client.memory();
    for (let step = 0; !client.isGone && faults.length === 0; step++) {
      const happenings = next(stage, step);
      if (happenings === undefined) break;
      for (const happening of happenings) {
        played.push(happening);
        await stage.play(happening, client);
        if (happening.does === "compare") await compare();
      }
    }
    await compare();
    await forget(stage, client);
    const after = await client.memory();
    faults.push(...client.faults, ...growth(before, after));
    return { faults, happenings: played, compared, memory: { before, after } };
  } finally {
    await client.end();
    rmSync(root, { recursive: true, force: true });
  }
}

/** Where the server says something else than one that knows nothing but the end, and how many findings both show. */
async function comparedWithFresh(
  { server }: Theatre,
  stage: Stage,
  client: LspClient,
): Promise<{ readonly shown: number; readonly differences: readonly string[] }> {
  if (client.isGone) return { shown: 0, differences: [] };
  const fresh = await LspClient.start(server, stage.folderUris(), client.settings);
  try {
    for (const document of stage.documents.values()) {
      const { uri, languageId, version } = document;
      const textDocument = { uri, languageId, version, text: document.getText() };
      fresh.notify("textDocument/didOpen", { textDocument });
    }
    await fresh.rest();
    return { shown: fresh.findings, differences: differencesOf(client.shown(), fresh.shown()) };
  } finally {
    await fresh.end();
  }
}

function differencesOf(
  got: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string>,
): string[] {
  const uris = [...new Set([...got.keys(), ...wanted.keys()])].sort();
  return uris
    .filter((uri) => got.get(uri) !== wanted.get(uri))
    .map(
      (uri) => `${uri} shows ${got.get(uri) ?? "nothing"}, afresh ${wanted.get(uri) ?? "nothing"}`,
    );
}

/** Takes all back, so that the server has to hold what it held at first. */
async function forget(stage: Stage, client: LspClient): Promise<void> {
  for (const path of [...stage.documents.keys()]) await stage.play({ does: "close", path }, client);
  await stage.play({ does: "restore" }, client);
  await stage.play({ does: "settings", settings: {} }, client);
  await stage.play({ does: "folders", folders: [] }, client);
  await client.rest();
  await stage.play({ does: "folders", folders: FIRST_FOLDERS }, client);
  await client.rest();
}

function growth(before: number, after: number): string[] {
  const allowed = before * (1 + GROWTH.share) + GROWTH.bytes;
  if (after <= allowed) return [];
  const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);
  return [`it holds ${megabytes(after)} MB in the end, ${megabytes(before)} MB at first`];
}
