import type { AwaitGoods, GoodsFound } from '../contract/products.ts';

/** What a run carries over when it continues as new. */
export interface GoodsInSnapshot {
  /** The awaited SKUs, packed: see {@link packSkus}. */
  readonly awaited: string;
  readonly received: number;
  readonly gateOpened: boolean;
  readonly cursor: string | null;
  readonly fullLookAt: number;
  readonly every: string;
}

/** Everything is looked at again this often, whatever the cursor says (milliseconds). */
const FULL_LOOK_MS = 24 * 3_600_000;

/** Which SKUs were created and never received, and whether the first goods have come. */
export class GoodsInState {
  /** Duration text: how often to look. */
  every: string;
  gateOpened: boolean;
  readonly #awaited: Set<string>;
  /** SKUs whose goods have come; above 0 the gate is due. */
  #received: number;
  /** `undefined`: everything is looked at next. */
  #cursor: string | undefined;
  #fullLookAt: number;
  /** SKUs were added since the present look began. */
  #added = false;

  constructor(carried?: GoodsInSnapshot) {
    this.every = carried?.every ?? '15m';
    this.gateOpened = carried?.gateOpened ?? false;
    this.#awaited = new Set(carried === undefined ? [] : unpackSkus(carried.awaited));
    this.#received = carried?.received ?? 0;
    this.#cursor = carried?.cursor ?? undefined;
    this.#fullLookAt = carried?.fullLookAt ?? 0;
  }

  get awaited(): ReadonlySet<string> {
    return this.#awaited;
  }

  get received(): number {
    return this.#received;
  }

  get gateIsDue(): boolean {
    return this.#received > 0 && !this.gateOpened;
  }

  get isDone(): boolean {
    return this.gateOpened && this.#awaited.size === 0;
  }

  await({ awaited, received, anew }: AwaitGoods): void {
    if (anew === true) {
      this.gateOpened = false;
      this.#received = 0;
      this.#cursor = undefined;
      this.#added = true;
    }
    for (const sku of awaited) this.#awaited.add(sku);
    if (received && this.#received === 0) this.#received = 1;
    // Goods may have come between a product's creation and this message: the next look goes through everything.
    if (awaited.length > 0) {
      this.#cursor = undefined;
      this.#added = true;
    }
  }

  /** Where the next look begins; `undefined`: everything. */
  since(now: number): string | undefined {
    this.#added = false;
    return now - this.#fullLookAt >= FULL_LOOK_MS ? undefined : this.#cursor;
  }

  /** Takes in what one page of a look found. */
  found({ received }: Pick<GoodsFound, 'received'>): void {
    const before = this.#awaited.size;
    for (const sku of received) this.#awaited.delete(sku);
    this.#received += before - this.#awaited.size;
    // Nothing is awaited by name where the merchant's products were in myOGO before us: then any goods open the gate.
    if (before === 0 && this.#received === 0 && received.length > 0) this.#received = received.length;
  }

  looked(cursor: string, everything: boolean, now: number): void {
    this.#cursor = this.#added ? undefined : cursor;
    if (everything) this.#fullLookAt = now;
  }

  snapshot(): GoodsInSnapshot {
    return {
      awaited: packSkus(this.#awaited),
      received: this.#received,
      gateOpened: this.gateOpened,
      cursor: this.#cursor ?? null,
      fullLookAt: this.#fullLookAt,
      every: this.every,
    };
  }
}

/**
 * SKUs as one text, sorted, each as the length that it shares with the one before and its own rest: 100,000 SKUs of
 * 20 characters stay well below a payload's 2 MB. A SKU holds no line break (such a one is refused before it is created).
 */
export function packSkus(skus: Iterable<string>): string {
  let before = '';
  const lines: string[] = [];
  for (const sku of [...skus].sort()) {
    let shared = 0;
    while (shared < before.length && shared < 35 && before[shared] === sku[shared]) shared += 1;
    lines.push(shared.toString(36) + sku.slice(shared));
    before = sku;
  }
  return lines.join('\n');
}

export function unpackSkus(packed: string): readonly string[] {
  if (packed === '') return [];
  let before = '';
  return packed.split('\n').map((line) => (before = before.slice(0, parseInt(line[0] ?? '0', 36)) + line.slice(1)));
}
