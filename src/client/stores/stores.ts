import type { HoldReason } from '../../contract/hold-reasons.ts';
import type { QuestionKind } from '../../contract/integration/questions.ts';
import type { FailingClass } from '../../contract/integration/health.ts';
import { searchOptions, type FoundKind, type StoresFilter } from '../../contract/schemas/stores.ts';
import type { Calls } from '../calls/calls.ts';
import { heldPages, questionPages, type HeldAnywhere, type QuestionAnywhere } from './attention.ts';
import { checked } from '../calls/checked.ts';
import type { Effect } from '../calls/effect.ts';
import { bulkEffect, bulkRelease, type BulkDecision, type Released } from './bulk-release.ts';
import { findPages } from './find.ts';
import type { Found } from './found.ts';
import type { Page } from './run-pages.ts';
import { failingPages, storePages, type FailingAnywhere, type StoreRow } from './store-rows.ts';

/**
 * All connected stores at once. Every method answers page by page while the lists are read, so that the first rows are there
 * at once: `for await (const { rows, next } of ogoship.stores.held({ olderThan: '2d' }))`. Which runs are looked at comes from
 * visibility lists, a moment old. A filter that cannot be is refused as `InvalidInput` with the first page.
 */
export class Stores {
  readonly #calls: Calls;

  /** Made by `OgoshipClient`. */
  constructor(calls: Calls) {
    this.#calls = calls;
  }

  /** Every store with its health, those that need a person first. */
  list(filter: Pick<StoresFilter, 'merchant'> = {}): AsyncGenerator<Page<StoreRow>> {
    return storePages(this.#calls, filter);
  }

  /** What is held, address by address; each order's own answer. */
  held(filter: StoresFilter & { readonly reason?: HoldReason } = {}): AsyncGenerator<Page<HeldAnywhere>> {
    return heldPages(this.#calls, filter);
  }

  /**
   * What one decision for all of this would do, in numbers. Asks nobody.
   * @param held rows of {@link held}, of any stores
   * @throws InvalidInput for a decision that none of it takes
   */
  previewRelease(decision: BulkDecision, held: readonly HeldAnywhere[]): Effect {
    return bulkEffect(decision, held);
  }

  /**
   * Releases all of this by one decision, ten orders at a time, and answers row by row what was done, and why not. Each row
   * is released as it was shown: what has changed since is left as it is. To go on after an end in the middle, ask for what
   * is held again.
   * @param held rows of {@link held}, of any stores
   * @throws InvalidInput for a decision that cannot be
   */
  release(decision: BulkDecision, held: readonly HeldAnywhere[]): AsyncGenerator<Page<Released>> {
    return bulkRelease(this.#calls, decision, held);
  }

  /** Questions that nobody has answered. */
  questions(filter: StoresFilter & { readonly reason?: QuestionKind } = {}): AsyncGenerator<Page<QuestionAnywhere>> {
    return questionPages(this.#calls, filter);
  }

  /** Legs that do not get through. @param filter.reason a class of failure */
  failing(filter: StoresFilter & { readonly reason?: FailingClass } = {}): AsyncGenerator<Page<FailingAnywhere>> {
    return failingPages(this.#calls, filter);
  }

  /**
   * Where an order's number, a SKU or a reference is. An order of which no run is known is asked of every store, and shown
   * with what both sides know of it.
   * @param options.as what the text is; default: all that it may be
   */
  async *find(
    text: string,
    options: { readonly as?: FoundKind; readonly merchant?: string } = {},
  ): AsyncGenerator<Page<Found>> {
    yield* findPages(this.#calls, { ...checked(searchOptions, options, 'search'), text });
  }
}
