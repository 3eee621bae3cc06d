interface Entry<T> {
  at: number;
  item: T;
}

/**
 * Items by the time they last changed, so that "modified after" does not walk everything.
 * Every change appends; entries that a later change made stale are skipped and now and then swept out.
 */
export class ModifiedIndex<T extends object> {
  #log: Entry<T>[] = [];
  readonly #latest = new Map<T, Entry<T>>();

  touch(item: T, at: number): void {
    const entry = { at, item };
    this.#latest.set(item, entry);
    const last = this.#log.at(-1);
    if (!last || last.at <= at) this.#log.push(entry);
    else this.#log.splice(this.#firstFrom(at + 1), 0, entry);
    if (this.#log.length > 2 * this.#latest.size + 1000)
      this.#log = this.#log.filter((e) => this.#latest.get(e.item) === e);
  }

  delete(item: T): void {
    this.#latest.delete(item);
  }

  /** Items last changed at or after `min`, oldest change first. */
  from(min: number): T[] {
    const found: T[] = [];
    for (let i = this.#firstFrom(min); i < this.#log.length; i++) {
      const entry = this.#log[i];
      if (entry && this.#latest.get(entry.item) === entry) found.push(entry.item);
    }
    return found;
  }

  #firstFrom(min: number): number {
    let low = 0;
    let high = this.#log.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = this.#log[middle];
      if (entry && entry.at < min) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
