/**
 * Real FastAPI applications from PyPI, as source only: nothing is built, installed or run. The proofs judge the engine by them.
 * They lie outside the repository, one folder a package; a folder that is there is left alone.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { pythonInterpreter } from "../test/python/environment";

const PACKAGES: readonly string[] = [
  "apache-airflow-core==3.3.2",
  "arize-phoenix==20.26.1",
  "bentoml==1.4.40",
  "chainlit==2.12.0",
  "chromadb==1.5.9",
  "docling-serve==1.38.2",
  "ethyca-fides==2.78.2",
  "fastapi-utils==0.8.0",
  "freqtrade==2026.9",
  "galaxy-web-apps==26.1.2",
  "google-adk==2.13.0",
  "gradio==6.31.0",
  "jina==3.34.0",
  "kedro-viz==12.5.0",
  "langflow-base==1.13.0",
  "langserve==0.3.3",
  "litellm==1.109.1",
  "litellm-enterprise==0.1.83",
  "mlflow==3.18.0",
  "open-webui==0.12.4",
  "prefect==3.9.1",
  "ray==2.60.0",
  "stac-fastapi.api==7.0.0",
];

/** The wheels of some packages are for one Python and machine; which one is the same wherever this runs. */
const PLATFORM = [
  "--python-version=3.11",
  "--implementation=cp",
  "--platform=manylinux2014_x86_64",
];

export function corpusFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "routewright-corpus");
}

/**
 * The folders of all packages, in order of their names. What is missing is fetched first, which takes some minutes on a fresh machine;
 * throws where that fails.
 */
export function corpus(): readonly string[] {
  return PACKAGES.map(fetched).toSorted();
}

/** The folders of some packages of the corpus, by their names, fetched where they are missing. */
export function packagesOfCorpus(...names: readonly string[]): readonly string[] {
  return PACKAGES.filter((it) => names.some((name) => it.startsWith(`${name}==`))).map(fetched);
}

function fetched(requirement: string): string {
  const folder = folderOf(requirement);
  if (existsSync(folder)) return folder;
  mkdirSync(corpusFolder(), { recursive: true });
  fetchPackage(requirement, folder);
  return folder;
}

/** `litellm==1.109.1` lies in `litellm-1.109.1`. */
function folderOf(requirement: string): string {
  const [name = "", version = ""] = requirement.split("==");
  return join(corpusFolder(), `${name.replace(/[._]/g, "-")}-${version}`);
}

function fetchPackage(requirement: string, folder: string): void {
  console.error(`Fetching ${requirement}`);
  const downloads = mkdtempSync(join(tmpdir(), "routewright-corpus-"));
  // It is unpacked beside its place and moved when complete: a run that was stopped leaves nothing half made.
  const unfinished = `${folder}.${process.pid}`;
  try {
    const only = ["--no-deps", "--only-binary=:all:", ...PLATFORM];
    python(["-m", "pip", "download", "--quiet", ...only, `--dest=${downloads}`, requirement]);
    const [wheel] = readdirSync(downloads);
    if (wheel === undefined) throw new Error(`pip downloaded nothing for ${requirement}`);
    const script = join(import.meta.dirname, "unpack_wheel.py");
    python([script, join(downloads, wheel), unfinished]);
    renameSync(unfinished, folder);
  } finally {
    rmSync(downloads, { recursive: true, force: true });
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function python(words: readonly string[]): void {
  const { status, error, stderr } = spawnSync(pythonInterpreter(), words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`python ${words.join(" ")} failed:\n${error ?? stderr}`);
}
