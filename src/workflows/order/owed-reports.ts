import { ActivityFailure, isCancellation, log } from '@temporalio/workflow';
import { defined } from '../../contract/defined.ts';
import type { OwedReport, ReportOwed } from '../../contract/stock.ts';
import { boughtUnder, owedByStatus, owedOf } from '../../domain/orders/account/owed.ts';
import { differsFromEstimate } from '../../domain/stock/estimated-unreserved.ts';
import type { Knowledge } from './knowledge.ts';
import { reportOwed } from './order-activities.ts';

type Pieces = OwedReport['owed'];

/**
 * What stock is told of an order's unreserved pieces, where the store's status does not tell it. It is told beside all else, so
 * that neither waits for the other; a run ends only when what it told last is true and was taken.
 */
export class OwedReports {
  readonly #known: Knowledge;
  readonly #tell: (report: ReportOwed) => Promise<void>;
  #telling = false;
  #broken: Error | undefined;

  constructor(known: Knowledge, tell: (report: ReportOwed) => Promise<void> = reportOwed) {
    this.#known = known;
    this.#tell = tell;
  }

  /** A defect of ours: it must not be swallowed. */
  get broken(): Error | undefined {
    return this.#broken;
  }

  /** Stock knows what is so. */
  get isTold(): boolean {
    return !this.#telling && !this.#isDue();
  }

  /** What stock would be told now. */
  now(): OwedReport {
    return this.#report(this.#known.facts.owed?.revision ?? 0, this.#pieces());
  }

  /** Tells what is another number than before, or what nobody knows whether it was told. */
  start(): void {
    if (this.#telling || !this.#isDue()) return;
    this.#telling = true;
    void this.#send(); // it cannot reject: a failure is tried again, and a defect is kept in `broken`
  }

  #isDue(): boolean {
    const { owed, owedUnsure } = this.#known.facts;
    return owedUnsure === true || !sameRecord(this.#pieces(), owed?.pieces ?? {});
  }

  async #send(): Promise<void> {
    const { facts } = this.#known;
    const pieces = this.#pieces();
    // By the time: the next run of the order need not know of this one's, and counts on all the same.
    const revision = Math.max((facts.owed?.revision ?? 0) + 1, Date.now());
    try {
      await this.#tell({ storeHash: facts.storeHash, ...this.#report(revision, pieces) });
      this.#known.learnNow((now) => told(now, { revision, pieces }));
    } catch (error) {
      if (error instanceof ActivityFailure && !isCancellation(error)) {
        // After a day of tries: it is begun anew.
        log.warn('stock could not be told what this order still needs', { orderId: facts.orderId });
      } else this.#broken ??= error instanceof Error ? error : new TypeError(String(error));
    }
    this.#telling = false;
    this.#known.wake();
  }

  #report(revision: number, owed: Pieces): OwedReport {
    const { facts } = this.#known;
    const bought = boughtUnder(facts, Object.keys(owed));
    return { orderId: facts.orderId, revision, owed, ...(Object.keys(bought).length === 0 ? {} : { bought }) };
  }

  #pieces(): Pieces {
    const { facts } = this.#known;
    return facts.order === undefined ? {} : differsFromEstimate(owedOf(facts), owedByStatus(facts));
  }
}

type Facts = Knowledge['facts'];

function told(facts: Facts, owed: NonNullable<Facts['owed']>): Facts {
  return defined({ ...facts, owed, owedUnsure: undefined });
}

function sameRecord(a: Pieces, b: Pieces): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
