/** Keeps the facts of spans by their text, so that text which did not change is not parsed again. */

interface Entry<Facts> {
  readonly facts: Facts;
  /** The offset that the facts are counted from. */
  readonly start: number;
}

/** Holds the facts of texts whose lengths sum up to a limit; what was asked for longest ago is dropped first. */
export class SpanMemo<Facts> {
  private readonly entries = new Map<string, Entry<Facts>>();
  private readonly limit: number;
  private held = 0;

  /** @param limit in UTF-16 units. Facts take about 25 bytes for each. */
  constructor(limit: number) {
    this.limit = limit;
  }

  /** The facts of a text, counted from `start`. The text must not be a slice of a longer one, which would be kept with it. */
  get(text: string, start: number, read: (text: string, start: number) => Facts): Facts {
    const known = this.entries.get(text);
    if (known) {
      this.entries.delete(text);
      const facts = known.start === start ? known.facts : moved(known.facts, start - known.start);
      this.entries.set(text, { facts, start });
      return facts;
    }
    const facts = read(text, start);
    this.entries.set(text, { facts, start });
    this.held += text.length;
    this.dropOldest();
    return facts;
  }

  private dropOldest(): void {
    for (const text of this.entries.keys()) {
      if (this.held <= this.limit) return;
      this.entries.delete(text);
      this.held -= text.length;
    }
  }
}

/** A copy of facts with all offsets moved. */
function moved<Facts>(facts: Facts, by: number): Facts;
function moved(facts: unknown, by: number): unknown {
  if (Array.isArray(facts)) return facts.map((one: unknown) => moved(one, by));
  if (!isObject(facts)) return facts;
  const copy: Record<string, unknown> = {};
  for (const key in facts) {
    const value = facts[key];
    if (typeof value !== "number") copy[key] = typeof value === "object" ? moved(value, by) : value;
    else copy[key] = key === "start" || key === "end" ? value + by : value;
  }
  return copy;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
