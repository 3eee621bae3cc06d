import { FailureType } from '../../contract/failures.ts';
import type { CatalogueReport } from '../../contract/products.ts';
import { patiently, type HearsPauses } from '../runtime/retry-in-place.ts';

/** How far one store's catalogue is read: shared by all who wait for that reading. */
export class CatalogueReading {
  rows = 0;
  /** Rows that the store says it has. */
  total: number | undefined;
  #waiting: CatalogueReport['waiting'];

  /** Asks for one page, and keeps since when pages have had to wait. */
  readonly reader = <T>(read: () => Promise<T>): Promise<T> => patiently(read, this.#hears);

  get report(): CatalogueReport {
    const { rows, total } = this;
    return {
      rows,
      ...(total === undefined ? {} : { total }),
      ...(this.#waiting === undefined ? {} : { waiting: this.#waiting }),
    };
  }

  readonly #hears: HearsPauses = {
    paused: ({ type }) => {
      const reason = type === FailureType.throttled ? 'quota' : 'answer';
      if (this.#waiting?.reason !== reason) this.#waiting = { reason, since: new Date().toISOString() };
    },
    answered: () => {
      this.#waiting = undefined;
    },
  };
}
