import { z } from 'zod';
import { wordsOf } from '../http/error-words.ts';
import { scrub } from '../http/redact.ts';
import { readRows, type RowKind } from '../http/rows.ts';
import { arrayBody, listBody } from './envelopes.ts';
import { optionalNumber, whole } from './fields.ts';
import type { Answered } from './store-request.ts';

/** A stock level to write, by the row's own id. */
export interface LevelUpdate {
  readonly id: number;
  /** Pieces; 0 or more. */
  readonly inventoryLevel: number;
}

/** What became of one item of a batch. */
export type ItemOutcome =
  | { readonly id: number; readonly outcome: 'written' }
  | {
      readonly id: number;
      readonly outcome: 'refused';
      /** The store's words, scrubbed. */
      readonly message: string;
      /** True when the answer names this very item; false when it was refused along with the batch and may pass alone. */
      readonly named: boolean;
    };

const writtenRows: RowKind<{ readonly id: number; readonly inventory_level: number | undefined }> = {
  name: 'level',
  keys: ['id'],
  schema: z.object({ id: whole, inventory_level: optionalNumber }),
};
const batchErrors = z.object({ batch_errors: arrayBody });

/**
 * The outcome of each item of a catalogue batch. 200: all written. 207: written are those that come back with the level that was
 * asked for (a row may come back although its stock was refused). 422 with `batch_errors`: nothing is known to be written;
 * the errors carry no ids, so an item is named where its id stands in the words.
 * @returns undefined when the answer is neither, and is to be classified as any other
 */
export function batchOutcomes({ answer }: Answered, asked: readonly LevelUpdate[]): ItemOutcome[] | undefined {
  const body = jsonOf(answer.text);
  if (answer.status === 207) {
    // A row that cannot be read was not written, as far as anybody knows; the others were.
    const { rows } = readRows(listBody.safeParse(body).data?.data ?? [], writtenRows);
    const levels = new Map(rows.map((row) => [row.id, row.inventory_level]));
    const words = wordsOf(answer);
    return asked.map(({ id, inventoryLevel }) =>
      levels.get(id) === inventoryLevel ? { id, outcome: 'written' } : refused(id, words),
    );
  }
  if (answer.status === 422 && batchErrors.safeParse(body).success) {
    const words = wordsOf(answer);
    return asked.map(({ id }) => refused(id, words));
  }
  return undefined;
}

/** True when a number stands in the words as a word of its own. */
export function namesId(words: string, id: number): boolean {
  return new RegExp(`(?<![\\d.])${id}(?![\\d.]\\d|\\d)`).test(words);
}

function refused(id: number, words: string): ItemOutcome {
  return { id, outcome: 'refused', message: scrub(words), named: namesId(words, id) };
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
