import { isAhead, OVERLAP_MS } from '../../changes/cursors.ts';
import type { GoodsInSnapshot } from '../goods-in-snapshot.ts';

/** Everything is looked at again this often, whatever the cursor says (milliseconds). */
const FULL_LOOK_MS = 24 * 3_600_000;

/** From when on the next look for goods asks. */
export class LookCursor {
  /** `undefined`: everything is looked at next. */
  #cursor: string | undefined;
  /** Epoch ms. */
  #fullLookAt: number;
  /** Something to look for was added since the present look began. */
  #added = false;

  constructor(carried: Pick<GoodsInSnapshot, 'cursor' | 'fullLookAt'> | undefined) {
    this.#cursor = carried?.cursor ?? undefined;
    this.#fullLookAt = carried?.fullLookAt ?? 0;
  }

  /** The next look goes through everything, also where one is under way. */
  lookAtAll(): void {
    this.#cursor = undefined;
    this.#added = true;
  }

  /** The next look goes through everything. */
  forget(): void {
    this.#cursor = undefined;
  }

  /** A look begins. @returns where it does; `undefined`: everything */
  since(now: number): string | undefined {
    this.#added = false;
    return now - this.#fullLookAt >= FULL_LOOK_MS ? undefined : this.#cursor;
  }

  looked(cursor: string, everything: boolean, now: number): void {
    // A cursor that lay ahead of the warehouse's clock has shown nothing: then everything is looked at next.
    const wentBack = this.#cursor !== undefined && isAhead(this.#cursor, cursor, OVERLAP_MS);
    this.#cursor = this.#added || wentBack ? undefined : cursor;
    if (everything) this.#fullLookAt = now;
  }

  get carried(): Pick<GoodsInSnapshot, 'cursor' | 'fullLookAt'> {
    return { cursor: this.#cursor ?? null, fullLookAt: this.#fullLookAt };
  }
}
