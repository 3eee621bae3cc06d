import type { Act } from '../acts/act.ts';
import { ofAll, ofNoOrder } from '../acts/act.ts';
import type { Lived } from '../life/life.ts';

type Kind = Act['do'];

/** How often each pair met, by `row column`. */
export type Met = readonly (readonly [pair: string, times: number])[];

/** Which kinds of acts met, and how often: the one before, the other after it, both done to the same order, or to what it is part of. */
export class Meetings {
  readonly #met = new Map<string, number>();

  /** @param lived what was done in a life: an act upon a store meets those upon its orders, one of the machine room meets all */
  add(lived: readonly Lived[]): void {
    lived.forEach((one, index) => {
      for (const other of lived.slice(index + 1)) {
        if (!meet(one, other)) continue;
        const key = `${one.kind} ${other.kind}`;
        this.#met.set(key, (this.#met.get(key) ?? 0) + 1);
      }
    });
  }

  /** What met elsewhere. */
  take(met: Met): void {
    for (const [pair, times] of met) this.#met.set(pair, (this.#met.get(pair) ?? 0) + times);
  }

  all(): Met {
    return [...this.#met];
  }

  count(row: Kind, column: Kind): number {
    return this.#met.get(`${row} ${column}`) ?? 0;
  }

  /** Of the pairs that can meet. */
  share(): { readonly met: number; readonly possible: number } {
    const possible = pairs().filter(([row, column]) => excluded(row, column) === undefined);
    return { met: possible.filter(([row, column]) => this.count(row, column) > 0).length, possible: possible.length };
  }

  /** Row before column; `.` never met, `-` cannot. */
  table(): string {
    const width = Math.max(...kinds.map(({ length }) => length));
    const head = kinds.map((_, index) => String(index + 1).padStart(5)).join('');
    const rows = kinds.map((row, index) => {
      const cells = kinds.map((column) => {
        const count = this.count(row, column);
        return (count > 0 ? String(count) : excluded(row, column) === undefined ? '.' : '-').padStart(5);
      });
      return `${String(index + 1).padStart(2)} ${row.padEnd(width)}${cells.join('')}`;
    });
    return [`   ${' '.repeat(width)}${head}`, ...rows].join('\n');
  }

  /** Pairs that can meet and did not. */
  missing(): readonly string[] {
    return pairs()
      .filter(([row, column]) => excluded(row, column) === undefined && this.count(row, column) === 0)
      .map(([row, column]) => `${row} → ${column}`);
  }
}

function meet(one: Lived, other: Lived): boolean {
  if (one.store === undefined || other.store === undefined) return true;
  if (one.order === undefined || other.order === undefined) return one.store === other.store;
  return one.order === other.order;
}

/** Every kind of act; a wait is none: nothing is done. Nor is a habit, which is there from the beginning. */
const kindsOf = {
  place: true,
  status: true,
  refund: true,
  address: true,
  'add-address': true,
  'remove-address': true,
  'move-line': true,
  line: true,
  'ship-by-hand': true,
  'delete-shipment': true,
  'correct-shipment': true,
  archive: true,
  warehouse: true,
  'ship-other': true,
  split: true,
  twin: true,
  extra: true,
  gift: true,
  vanish: true,
  reappear: true,
  untrack: true,
  track: true,
  puts: true,
  release: true,
  retry: true,
  cancel: true,
  fulfil: true,
  link: true,
  relink: true,
  pause: true,
  resume: true,
  compare: true,
  disconnect: true,
  connect: true,
  'create-products': true,
  changes: true,
  buffer: true,
  setting: true,
  revoke: true,
  rotate: true,
  answer: true,
  count: true,
  'goods-in': true,
  'sell-out': true,
  product: true,
  kill: true,
  build: true,
  renew: true,
  faults: true,
  'locker-link': true,
  'cash-setting': true,
  'words-setting': true,
  'customs-setting': true,
  'edits-taken': true,
  declare: true,
  elsewhere: true,
  point: true,
  'second-point': true,
  message: true,
  'use-point': true,
  'decide-words': true,
} as const satisfies Record<Exclude<Kind, 'wait' | 'habit'>, true>;
const kinds = Object.keys(kindsOf) as readonly Exclude<Kind, 'wait' | 'habit'>[]; // its own keys

const pairs = () => kinds.flatMap((row) => kinds.map((column) => [row, column] as const));

/** The pairs that cannot meet, by their reason. */
export function excludedPairs(): ReadonlyMap<string, readonly string[]> {
  const byReason = new Map<string, string[]>();
  for (const [row, column] of pairs()) {
    const reason = excluded(row, column);
    if (reason !== undefined) byReason.set(reason, [...(byReason.get(reason) ?? []), `${row} → ${column}`]);
  }
  return byReason;
}

/** @returns why the second kind cannot come after the first one, upon the same thing */
function excluded(row: Kind, column: Kind): string | undefined {
  const isOfOrder = !ofNoOrder.has(row) && !ofAll.has(row);
  return column === 'place' && isOfOrder ? 'an order is placed once, before anything is done to it' : undefined;
}
