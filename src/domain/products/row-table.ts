/**
 * Hash → rows, in eight bytes a place: what a `Map` of texts would take five times as much for. Rows are never taken
 * out: whoever asks says which row still fits.
 */
export class RowTable {
  #rows = new Uint32Array(128);
  #hashes = new Uint32Array(128);
  #count = 0;

  /** @param hash any 32 bits */
  add(hash: number, row: number): void {
    if (this.#count * 2 >= this.#rows.length) this.#grow();
    this.#put(hash >>> 0, row + 1);
    this.#count += 1;
  }

  /** The first row of this hash that fits. */
  find(hash: number, fits: (row: number) => boolean): number | undefined {
    const wanted = hash >>> 0;
    const mask = this.#rows.length - 1;
    for (let place = wanted & mask; ; place = (place + 1) & mask) {
      const row = this.#rows[place] ?? 0;
      if (row === 0) return undefined;
      if (this.#hashes[place] === wanted && fits(row - 1)) return row - 1;
    }
  }

  #put(hash: number, row: number): void {
    const mask = this.#rows.length - 1;
    let place = hash & mask;
    while (this.#rows[place] !== 0) place = (place + 1) & mask;
    this.#rows[place] = row;
    this.#hashes[place] = hash;
  }

  #grow(): void {
    const rows = this.#rows;
    const hashes = this.#hashes;
    this.#rows = new Uint32Array(rows.length * 2);
    this.#hashes = new Uint32Array(rows.length * 2);
    for (let place = 0; place < rows.length; place += 1) {
      if (rows[place] !== 0) this.#put(hashes[place] ?? 0, rows[place] ?? 0);
    }
  }
}
