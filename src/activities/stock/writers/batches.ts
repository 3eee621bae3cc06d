import { setTimeout as delay } from 'node:timers/promises';

/** How long a first item waits for others, in milliseconds. */
const GATHER_MS = 100;

interface Batch<T> {
  readonly items: T[];
  readonly sent: Promise<void>;
}

/** Sends what comes at about the same time for the same receiver in one message. Whoever adds waits until it was sent. */
export class Batches<T> {
  readonly #most: number;
  readonly #send: (key: string, items: readonly T[]) => Promise<void>;
  readonly #open = new Map<string, Batch<T>>();

  constructor(most: number, send: (key: string, items: readonly T[]) => Promise<void>) {
    this.#most = most;
    this.#send = send;
  }

  add(key: string, item: T): Promise<void> {
    const open = this.#open.get(key);
    if (open !== undefined && open.items.length < this.#most) {
      open.items.push(item);
      return open.sent;
    }
    const items = [item];
    const batch: Batch<T> = { items, sent: this.#later(key, items) };
    this.#open.set(key, batch);
    return batch.sent;
  }

  async #later(key: string, items: readonly T[]): Promise<void> {
    await delay(GATHER_MS);
    if (this.#open.get(key)?.items === items) this.#open.delete(key);
    await this.#send(key, items);
  }
}
