/** What is to be undone at the end, last first. What is opened while all is being closed is closed at once. */
export class Closers {
  readonly #open: (() => Promise<unknown>)[] = [];
  #isClosing = false;

  async add(close: () => Promise<unknown>): Promise<void> {
    if (this.#isClosing) await close();
    else this.#open.push(close);
  }

  /** Closes all, also where one of them fails. @throws the first failure */
  async close(): Promise<void> {
    this.#isClosing = true;
    const failures: unknown[] = [];
    for (let next = this.#open.pop(); next !== undefined; next = this.#open.pop()) {
      await next().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}
