import * as z from 'zod/mini';
import { changeSources } from '../changes.ts';
import type { FoundChange, Hint, HintsInput, HooksSeen } from '../integration/hooks.ts';
import { message } from './check-message.ts';
import { oneOf, optional, storeHash, storeId, text, time, wholeNumber } from './parts.ts';

export const hintsInput = message<HintsInput>(() => z.object({ storeHash: storeHash() }, 'an object with storeHash'));

const id = z.union([storeId('the number of an order in the store'), text('a reference', 120)]);
const ids = z.array(id, 'a list of ids').check(z.maxLength(50, 'at most 50 ids'));

export const hint = message<Hint>(() =>
  z.object(
    {
      source: oneOf(changeSources),
      ids: optional(ids),
      waitMs: optional(wholeNumber('milliseconds up to an hour', 0, 3_600_000)),
    },
    'an object with source',
  ),
);

export const hooksSeen = message<HooksSeen>(() =>
  z.object(
    {
      source: oneOf(changeSources),
      announced: wholeNumber('a number of changes', 0),
      ids: optional(ids),
      lags: z.array(z.number('seconds'), 'a list of seconds').check(z.maxLength(50)),
      since: optional(time()),
      flooded: optional(z.literal(true)),
      unread: optional(z.literal(true)),
    },
    'an object with source, announced and lags',
  ),
);

export const pollFound = message<readonly FoundChange[]>(() =>
  z
    .array(
      z.object(
        { source: oneOf(changeSources), id: optional(id), at: time(), silent: optional(z.literal(true)) },
        'an object with source and at',
      ),
      'a list of changes',
    )
    .check(z.maxLength(100)),
);
