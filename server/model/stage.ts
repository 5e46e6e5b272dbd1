/**
 * The only memoisation above `syntax/`. A stage computes a value from inputs and other stages, notes which of them it read,
 * and is computed again only when one of those has a new value. A stage whose new value equals its last stops the wave,
 * so the cost of an edit is that of what really changed.
 *
 * Reading never mixes two moments: inputs change only in `Input.set`, outside every computation.
 */

type State = "clean" | "check" | "dirty" | "computing";

/** What reads cells: a stage, whatever its type. */
interface Reader {
  readonly reads: Set<Cell<unknown>>;
  mark(state: "check" | "dirty"): void;
}

/** The stage being computed now: what is read belongs to its inputs. */
let reader: Reader | undefined;

abstract class Cell<T> {
  protected readonly observers = new Set<Reader>();

  /** The value, up to date. Inside a computation this makes the cell one of its inputs. */
  get(): T {
    if (reader !== undefined) {
      reader.reads.add(this);
      this.observers.add(reader);
    }
    return this.current();
  }

  /** Called by `Stage` alone. */
  forget(observer: Reader): void {
    this.observers.delete(observer);
  }

  abstract current(): T;
}

/** A value from outside: a text, a list of files, a configuration. */
export class Input<T> extends Cell<T> {
  private value: T;

  constructor(value: T) {
    super();
    this.value = value;
  }

  set(value: T): void {
    if (reader !== undefined) throw new Error("an input was set while a stage was computed");
    if (Object.is(value, this.value)) return;
    this.value = value;
    for (const observer of this.observers) observer.mark("dirty");
  }

  current(): T {
    return this.value;
  }
}

export class Stage<T> extends Cell<T> implements Reader {
  /** What the last computation read. */
  readonly reads = new Set<Cell<unknown>>();
  private state: State = "dirty";
  private value: T | undefined;
  private readonly compute: () => T;
  private readonly equal: (a: T, b: T) => boolean;

  constructor(compute: () => T, equal: (a: T, b: T) => boolean) {
    super();
    this.compute = compute;
    this.equal = equal;
  }

  current(): T {
    this.refresh();
    // After `refresh` a value is there, even where that value is `undefined`.
    return this.value as T;
  }

  /** Called by cells that this one read. */
  mark(state: "check" | "dirty"): void {
    if (this.state === "dirty" || this.state === "computing" || this.state === state) return;
    const wasClean = this.state === "clean";
    this.state = state;
    if (wasClean) for (const observer of this.observers) observer.mark("check");
  }

  /** Cuts the stage off from what it read: for a file that is gone. It computes again when it is read again. */
  dispose(): void {
    for (const cell of this.reads) cell.forget(this);
    this.reads.clear();
    this.value = undefined;
    this.state = "dirty";
  }

  private refresh(): void {
    if (this.state === "clean") return;
    if (this.state === "computing") throw new Error("a stage reads itself");
    if (this.state === "check") {
      for (const cell of this.reads) {
        cell.current();
        if (this.isDirty()) break;
      }
    }
    if (this.isDirty()) this.recompute();
    this.state = "clean";
  }

  /** A read of its own, because the compiler does not see that refreshing a cell marks this stage. */
  private isDirty(): boolean {
    return this.state === "dirty";
  }

  private recompute(): void {
    const isFirst = this.reads.size === 0 && this.value === undefined;
    for (const cell of this.reads) cell.forget(this);
    this.reads.clear();
    const outer = reader;
    reader = this;
    this.state = "computing";
    let value: T;
    try {
      value = this.compute();
    } finally {
      reader = outer;
      this.state = "dirty";
    }
    if (!isFirst && this.equal(this.value as T, value)) return;
    this.value = value;
    for (const observer of this.observers) observer.mark("dirty");
  }
}

/** Makes a stage. Its inputs are whatever `compute` reads with `get()`. */
export function stage<T>(compute: () => T, equal: (a: T, b: T) => boolean = Object.is): Stage<T> {
  return new Stage(compute, equal);
}
