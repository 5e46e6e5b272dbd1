/** Processes with all they start. None outlives this one, however it ends. */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds that a group gets to end after each signal. */
const patience = [
  ["SIGTERM", 3000],
  ["SIGKILL", 2000],
] as const;

const living = new Set<number>();

process.on("exit", () => {
  for (const group of living) signal(group, "SIGKILL");
});
for (const [name, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const) {
  process.on(name, () => process.exit(code));
}

/** Starts a program as the leader of a group of its own. */
export function spawnGroup(
  program: string,
  programArguments: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const child = spawn(program, programArguments, { ...options, detached: true });
  if (child.pid !== undefined) living.add(child.pid);
  return child;
}

/** Resolves when no process of the group is left. */
export async function endGroup({ pid }: ChildProcess): Promise<void> {
  if (pid === undefined) return;
  for (const [name, wait] of patience) {
    signal(pid, name);
    for (const end = Date.now() + wait; Date.now() < end && isAlive(pid); ) await sleep(50);
  }
  living.delete(pid);
}

function isAlive(group: number): boolean {
  return signal(group, 0);
}

function signal(group: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, name);
  } catch {
    return false;
  }
}
