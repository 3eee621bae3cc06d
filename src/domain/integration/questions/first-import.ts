import type { Connection } from '../../../contract/integration.ts';
import type { KeptQuestion } from '../../../contract/integration/questions.ts';
import { divide } from '../questions.ts';

interface Placed {
  readonly id: number;
  readonly dateCreated: string;
}

/**
 * True where an order that has no run waits for a person's word about the first import. Every path that would start one
 * asks this first; `orders.fulfil` alone does not.
 */
export function waitsForImport(
  { importWaitsBefore }: Pick<Connection, 'importWaitsBefore'>,
  { dateCreated }: Pick<Placed, 'dateCreated'>,
): boolean {
  return importWaitsBefore !== undefined && Date.parse(dateCreated) <= Date.parse(importWaitsBefore);
}

/** Which orders that nobody took are taken, and which wait. */
export interface DividedImport<Order> {
  readonly take: readonly Order[];
  /** Those of `take` that a person allowed. */
  readonly granted: readonly Order[];
  readonly waiting: readonly Order[];
}

/** @param most so many are taken without a question */
export function divideImport<Order extends Placed>(
  kept: readonly KeptQuestion[],
  untaken: readonly Order[],
  most: number,
): DividedImport<Order> {
  // Too many to be named are those that were placed before somebody was asked.
  const unnamed = kept.find(({ kind, beyond }) => kind === 'first-import' && beyond !== undefined);
  const isLater = (order: Order): boolean =>
    unnamed !== undefined && !waitsForImport({ importWaitsBefore: unnamed.askedAt }, order);
  const words = divide(
    kept,
    'first-import',
    untaken.filter((order) => !isLater(order)).map(({ id }) => String(id)),
    { all: true },
  );
  const of = (ids: readonly string[]): readonly Order[] => {
    const wanted = new Set(ids);
    return untaken.filter(({ id }) => wanted.has(String(id)));
  };
  const granted = of(words.granted);
  const fresh = [...of(words.fresh), ...untaken.filter(isLater)];
  const open = kept.find(({ kind, answer }) => kind === 'first-import' && answer === undefined);
  // While a question is open, what was placed before it waits with it; later ones do not.
  const waits = (order: Order): boolean =>
    open === undefined ? fresh.length > most : waitsForImport({ importWaitsBefore: open.askedAt }, order);
  return {
    take: [...granted, ...fresh.filter((order) => !waits(order))],
    granted,
    waiting: [...of(words.open), ...of(words.refused), ...fresh.filter(waits)],
  };
}
