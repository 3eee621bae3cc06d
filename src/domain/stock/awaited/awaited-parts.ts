import type { PartReport, PartSeen } from '../../../contract/goods.ts';

/** What a store's own run knows of the parts that keep what it does not keep itself. */
export class AwaitedParts {
  readonly #parts = new Map<number, PartSeen>();

  constructor(carried: readonly PartSeen[] = []) {
    this.add(carried);
  }

  get size(): number {
    return this.#parts.size;
  }

  get all(): readonly PartSeen[] {
    return [...this.#parts.values()];
  }

  get shards(): readonly number[] {
    return [...this.#parts.keys()];
  }

  /** How many SKUs are in them, as they were last told. */
  get left(): number {
    return this.all.reduce((sum, { left }) => sum + left, 0);
  }

  add(parts: readonly PartSeen[]): void {
    for (const part of parts) this.#parts.set(part.shard, part);
  }

  /** They are gone, and keep nothing any more. */
  forget(shards: readonly number[]): void {
    for (const shard of shards) this.#parts.delete(shard);
  }

  /** So many more SKUs go to a part. @returns the number of the message that they go by */
  give(shard: number, count: number): number {
    const part = this.#parts.get(shard) ?? { shard, message: 0, left: 0, received: 0 };
    const message = part.message + 1;
    this.#parts.set(shard, { ...part, message, left: part.left + count });
    return message;
  }

  hasBegun(shard: number): void {
    const part = this.#parts.get(shard);
    if (part !== undefined && part.begun === undefined) this.#parts.set(shard, { ...part, begun: true });
  }

  /** @returns how many SKUs' goods have come there since it told last */
  told({ shard, left, received, message }: PartReport): number {
    const part = this.#parts.get(shard);
    if (part === undefined) return 0;
    // Only a part that has seen our last message is empty for good.
    if (left === 0 && message >= part.message) this.#parts.delete(shard);
    else this.#parts.set(shard, { ...part, left: message >= part.message ? left : part.left, received });
    return Math.max(0, received - part.received);
  }
}
