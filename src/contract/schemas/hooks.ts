import * as z from 'zod/mini';
import { changeSources } from '../changes.ts';
import type { Hint, HintsInput } from '../integration/hooks.ts';
import { message } from './check-message.ts';
import { oneOf, optional, storeHash, storeId, text, wholeNumber } from './parts.ts';

export const hintsInput = message<HintsInput>(() => z.object({ storeHash: storeHash() }, 'an object with storeHash'));

export const hint = message<Hint>(() =>
  z.object(
    {
      source: oneOf(changeSources),
      ids: optional(
        z
          .array(z.union([storeId('the number of an order in the store'), text('a reference', 120)]), 'a list of ids')
          .check(z.maxLength(50, 'at most 50 ids')),
      ),
      waitMs: optional(wholeNumber('milliseconds up to an hour', 0, 3_600_000)),
    },
    'an object with source',
  ),
);
