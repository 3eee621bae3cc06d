interface Deadline<T> {
  readonly of: T;
  /** By `performance.now()`. */
  readonly at: number;
}

/**
 * One time-out for many things, each counted from its own beginning, by one timer: of the same length, they pass in the order
 * in which they were set, and nearly all are cleared long before.
 */
export class Deadlines<T> {
  readonly #ms: number;
  readonly #passed: (of: T) => void;
  /** The oldest first. */
  readonly #set = new Set<Deadline<T>>();
  #isArmed = false;

  constructor(ms: number, passed: (of: T) => void) {
    this.#ms = ms;
    this.#passed = passed;
  }

  set(of: T): Deadline<T> {
    const deadline = { of, at: performance.now() + this.#ms };
    this.#set.add(deadline);
    if (!this.#isArmed) this.#arm(this.#ms);
    return deadline;
  }

  clear(deadline: Deadline<T>): void {
    this.#set.delete(deadline);
  }

  #arm(ms: number): void {
    this.#isArmed = true;
    // What is waited for keeps the process by itself; this must not, once all are cleared.
    setTimeout(() => this.#look(), ms).unref();
  }

  #look(): void {
    this.#isArmed = false;
    for (const deadline of this.#set) {
      const left = deadline.at - performance.now();
      if (left > 0) {
        this.#arm(Math.ceil(left));
        return;
      }
      this.#set.delete(deadline);
      this.#passed(deadline.of);
    }
  }
}
