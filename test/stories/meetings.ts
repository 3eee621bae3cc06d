import { ofNoOrder, type Act, type Timed } from './acts.ts';

type Kind = Act['do'];

/** Which kinds of acts met in the same order, and how often: the one before, the other after it. */
export class Meetings {
  readonly #kinds = new Set<Kind>();
  readonly #met = new Map<string, number>();

  /** @param story as it was lived; acts without an order meet all that follow and went before */
  add(story: readonly Timed[]): void {
    // Which order an act means, counted from the first: `order` counts from the newest at its time.
    let placed = 0;
    const lived = story.map(({ act }) => {
      if (act.do === 'place') placed += 1;
      const of = ofNoOrder.has(act.do)
        ? undefined
        : act.do === 'place'
          ? placed
          : placed - (act.order % Math.max(1, placed));
      return { kind: act.do, of };
    });
    lived.forEach((one, index) => {
      this.#kinds.add(one.kind);
      for (const other of lived.slice(index + 1)) {
        if (one.of !== undefined && other.of !== undefined && one.of !== other.of) continue;
        const key = `${one.kind} ${other.kind}`;
        this.#met.set(key, (this.#met.get(key) ?? 0) + 1);
      }
    });
  }

  share(): string {
    const all = this.#kinds.size ** 2;
    return `${this.#met.size} of ${all}`;
  }

  /** Row before column; `.` never met. */
  table(): string {
    const kinds = [...this.#kinds].sort();
    const width = Math.max(...kinds.map(({ length }) => length));
    const head = kinds.map((_, index) => String(index + 1).padStart(5)).join('');
    const rows = kinds.map((row, index) => {
      const cells = kinds.map((column) => String(this.#met.get(`${row} ${column}`) ?? '.').padStart(5));
      return `${String(index + 1).padStart(2)} ${row.padEnd(width)}${cells.join('')}`;
    });
    return [`   ${' '.repeat(width)}${head}`, ...rows].join('\n');
  }
}
