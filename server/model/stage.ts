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
  readonly reads: Cell<unknown>[];
  mark(state: "check" | "dirty", by: Cell<unknown>): void;
}

/** The stage being computed now: what is read belongs to its inputs. */
let reader: Reader | undefined;
/** Which of all computations this one is, and how many there were. */
let computation = 0;
let computations = 0;
/** Whether stages note what they read. */
let isNoting = true;

/**
 * Computes what is asked for once, of inputs that will not change any more: the stages that `run` computes note nothing of what they
 * read, which is a large part of what they cost. After a change they would still give their old values.
 */
export function forGood<T>(run: () => T): T {
  const outer = isNoting;
  isNoting = false;
  try {
    return run();
  } finally {
    isNoting = outer;
  }
}

/** Whether whoever keeps a result has to keep what it was made of, too. */
export function isForGood(): boolean {
  return !isNoting;
}

/** There are many cells in a workspace, and most have few readers or none: what they hold is made when it is needed. */
abstract class Cell<T> {
  /** Who read it. Of most cells that is one stage, or none. */
  private observer: Reader | undefined;
  private others: Set<Reader> | undefined;
  /** The computation that read it last. */
  private lastComputation = 0;

  /** The value, up to date. Inside a computation this makes the cell one of its inputs. */
  get(): T {
    if (reader !== undefined && isNoting && this.lastComputation !== computation) {
      this.lastComputation = computation;
      reader.reads.push(this);
      this.remember(reader);
    }
    return this.current();
  }

  /** Called by `Stage` alone. */
  forget(observer: Reader): void {
    if (this.observer === observer) this.observer = undefined;
    this.others?.delete(observer);
  }

  protected tell(state: "check" | "dirty"): void {
    this.observer?.mark(state, this);
    if (this.others !== undefined) for (const observer of this.others) observer.mark(state, this);
  }

  private remember(observer: Reader): void {
    if (this.observer === undefined) this.observer = observer;
    else if (this.observer !== observer) {
      this.others ??= new Set();
      this.others.add(observer);
    }
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
    this.tell("dirty");
  }

  current(): T {
    return this.value;
  }
}

const NOTHING: Cell<unknown>[] = [];
/** From so many on, all that was read is looked at. */
const MANY = 16;

export class Stage<T> extends Cell<T> implements Reader {
  /** What the last computation read; a cell may stand here twice. */
  reads: Cell<unknown>[] = NOTHING;
  /** Of these, what may have changed since: a file of a large workspace reads much, of which an edit touches next to nothing. */
  private suspects: Cell<unknown>[] = NOTHING;
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

  /**
   * Does work that completes the value later than it was computed, as a part that is evaluated when somebody first asks. What the work
   * reads becomes an input of this stage, not of the one that asks: a change makes the whole value new.
   */
  complete<U>(work: () => U): U {
    if (this.state !== "clean" || !isNoting) return work();
    const outer = reader;
    const outerComputation = computation;
    reader = this;
    computation = ++computations;
    try {
      return work();
    } finally {
      reader = outer;
      computation = outerComputation;
    }
  }

  /** Called by cells that this one read. */
  mark(state: "check" | "dirty", by: Cell<unknown>): void {
    if (this.state === "dirty" || this.state === "computing") return;
    const wasClean = this.state === "clean";
    this.state = state;
    if (state === "dirty") this.suspects = NOTHING;
    else if (this.suspects === NOTHING) this.suspects = [by];
    else this.suspects.push(by);
    if (wasClean) this.tell("check");
  }

  /** Cuts the stage off from what it read: for a file that is gone. It computes again when it is read again. */
  dispose(): void {
    this.forgetReads();
    this.value = undefined;
    this.state = "dirty";
  }

  private refresh(): void {
    if (this.state === "clean") return;
    if (this.state === "computing") throw new Error("a stage reads itself");
    if (this.state === "check") this.checkSuspects();
    this.suspects = NOTHING;
    if (this.isDirty()) this.recompute();
    this.state = "clean";
  }

  /** In the order in which they were read: whether a later one still matters may depend on an earlier one. */
  private checkSuspects(): void {
    const { reads, suspects } = this;
    const inOrder = suspects.length > MANY ? reads : suspects;
    if (inOrder === suspects && suspects.length > 1)
      suspects.sort((a, b) => reads.indexOf(a) - reads.indexOf(b));
    for (const cell of inOrder) {
      cell.current();
      if (this.isDirty()) return;
    }
  }

  /** A read of its own, because the compiler does not see that refreshing a cell marks this stage. */
  private isDirty(): boolean {
    return this.state === "dirty";
  }

  private recompute(): void {
    const isFirst = this.reads.length === 0 && this.value === undefined;
    this.forgetReads();
    if (isNoting) this.reads = [];
    const outer = reader;
    const outerComputation = computation;
    reader = this;
    computation = ++computations;
    this.state = "computing";
    let value: T;
    try {
      value = this.compute();
    } finally {
      reader = outer;
      computation = outerComputation;
      this.state = "dirty";
      // Without the room to grow.
      if (isNoting) this.reads = this.reads.slice();
    }
    if (!isFirst && this.equal(this.value as T, value)) return;
    this.value = value;
    this.tell("dirty");
  }

  private forgetReads(): void {
    for (const cell of this.reads) cell.forget(this);
    this.reads = NOTHING;
    this.suspects = NOTHING;
  }
}

/** Makes a stage. Its inputs are whatever `compute` reads with `get()`. */
export function stage<T>(compute: () => T, equal: (a: T, b: T) => boolean = Object.is): Stage<T> {
  return new Stage(compute, equal);
}
