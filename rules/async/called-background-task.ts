import { replace } from "#lint/edits";
import { calleeText } from "#lint/eventLoop";
import { defineRule, type Fix } from "#lint/rule";
import { CALLED_TASKS, type CalledTask, calledTasks } from "#model/eventLoop/calledTasks";
import type { SourceFile } from "#model/files/sourceFile";
import { isBrokenAt } from "#model/link/surroundings";

export default defineRule({
  id: "called-background-task",
  category: "async",
  severity: "error",
  profile: "recommended",
  summary: "A background task or thread is given the result of a call instead of the function",
  needs: "project",
  startsAt: CALLED_TASKS,

  *check(file, project) {
    if (project.role(file) !== "application") return;
    for (const task of calledTasks(file, project)) {
      const isMended = task.isReplaceable && !isBrokenAt(task.inner, file);
      yield {
        range: task.argument,
        message: messageFor(task, file),
        fixes: isMended ? [handingOver(task, file)] : [],
      };
    }
  },
});

function messageFor({ row, inner, gives, runnerAwaits }: CalledTask, file: SourceFile): string {
  const runner = calleeText(file, row).split(".").at(-1);
  const name = file.slice(inner.callee).replace(/\s+/g, "");
  if (gives === "value")
    return `${name}() runs here and now, and ${runner} fails to call its result. Pass ${name} itself, then its arguments.`;
  return runnerAwaits
    ? `${runner} is given a coroutine, which it fails to call. Pass ${name} itself, then its arguments.`
    : `${runner} is given a coroutine, which it fails to call. Await ${name}() instead.`;
}

/** `add_task(f, x)` for `add_task(f(x))`. The call fails whenever it runs, so that nothing which worked can stop working. */
function handingOver({ argument, inner }: CalledTask, file: SourceFile): Fix {
  return {
    title: "Pass the function and its arguments",
    safety: "safe",
    edits() {
      const { start, end } = inner.argumentList;
      const given = file.slice({ start: start + 1, end: end - 1 }).trim();
      const text = [file.slice(inner.callee), given.replace(/,$/, "")].filter((it) => it !== "");
      return [replace(argument, text.join(", "), file)];
    },
  };
}
