/** Which rules have anything to do in a file: one look at what it calls and imports answers for all of them. */
import type { SourceFile } from "#model/files/sourceFile";
import { externalName } from "#model/link/libraries";
import type { Project } from "#model/project";
import type { Start } from "#model/start";
import { type Names, NO_NAME } from "#syntax/names";

export class Starts {
  private readonly names: Names;
  private readonly byCall = new Map<number, Start[]>();
  private readonly byImport = new Map<number, Start[]>();

  constructor(starts: Iterable<Start>, names: Names) {
    this.names = names;
    for (const start of new Set(starts)) {
      for (const name of start.calls ?? []) add(this.byCall, externalName(name, names), start);
      for (const word of start.imports ?? []) add(this.byImport, names.of(word), start);
    }
  }

  /** What a file has. To be asked anew in each computation, so that it reads what the answer is made of. */
  of(file: SourceFile, project: Project): FileStarts {
    return new FileStarts(this.calledOrImported(file, project), file, project);
  }

  private calledOrImported(file: SourceFile, project: Project): Set<Start> {
    const found = new Set<Start>();
    for (const name of project.calledNames(file))
      for (const start of this.byCall.get(name) ?? []) found.add(start);
    const { imports } = file.outline;
    for (let row = 0; row < imports.length; row++) {
      const module = imports.module(row);
      if (module === NO_NAME || imports.level(row) > 0) continue;
      for (const start of this.byImport.get(this.names.first(module)) ?? []) found.add(start);
    }
    return found;
  }
}

/** What one file has. */
export class FileStarts {
  private readonly found: Set<Start>;
  private readonly absent = new Set<Start>();
  private readonly file: SourceFile;
  private readonly project: Project;

  constructor(found: Set<Start>, file: SourceFile, project: Project) {
    this.found = found;
    this.file = file;
    this.project = project;
  }

  has(start: Start): boolean {
    if (this.found.has(start)) return true;
    if (start.or === undefined || this.absent.has(start)) return false;
    const isThere = start.or(this.file, this.project);
    (isThere ? this.found : this.absent).add(start);
    return isThere;
  }
}

function add(starts: Map<number, Start[]>, name: number, start: Start): void {
  const known = starts.get(name);
  if (known === undefined) starts.set(name, [start]);
  else known.push(start);
}
