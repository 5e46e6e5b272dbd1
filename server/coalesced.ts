/** Work that is asked for in bursts: it runs once, when a turn has passed in which nobody asked. */
export class Coalesced {
  private readonly work: () => void;
  private readonly later: (run: () => void) => void;
  private isPlanned = false;
  private isAskedAgain = false;

  /** @param later runs something once what is waiting has had its turn */
  constructor(work: () => void, later: (run: () => void) => void) {
    this.work = work;
    this.later = later;
  }

  ask(): void {
    this.isAskedAgain = true;
    if (this.isPlanned) return;
    this.isPlanned = true;
    this.later(() => this.turn());
  }

  private turn(): void {
    if (this.isAskedAgain) {
      this.isAskedAgain = false;
      this.later(() => this.turn());
      return;
    }
    this.isPlanned = false;
    this.work();
  }
}
