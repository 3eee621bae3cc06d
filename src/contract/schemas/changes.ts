import * as z from 'zod/mini';
import type { CatchUp, LatestChangesInput, ReconcileInput, ReportRows } from '../changes.ts';
import type { ChangesWatchInput, JoinWatch } from '../runs/changes-watch.ts';
import type { ShippingLink } from '../shipping.ts';
import type { LookupInput, LookupRequest } from '../lookup.ts';
import { message } from './check-message.ts';
import { settingsPatch } from './integration.ts';
import { flag, oneOf, optional, storeHash, storeId, text, time, wholeNumber } from './parts.ts';
import { productPageRequest } from './products.ts';
import { draftLinks } from './shipping.ts';

const interval = () => wholeNumber('milliseconds from 1000 to a day', 1_000, 86_400_000);
const watch = () =>
  z
    .string()
    .check(z.regex(/^\d{1,6}-of-\d{1,6}$/, 'the number of a watch and how many there are, for example "3-of-8"'));
const version = () => wholeNumber('a version', 0);

export const latestChangesInput = message<LatestChangesInput>(() =>
  z.object(
    {
      storeHash: storeHash(),
      everyMs: optional(interval()),
      watch: optional(watch()),
      versions: optional(z.object({ settings: version(), credentials: version() }, 'an object with two versions')),
    },
    'an object with storeHash',
  ),
);

export const changesWatchInput = message<ChangesWatchInput>(() => z.object({ group: watch() }, 'an object with group'));

export const joinWatch = message<JoinWatch>(() =>
  z.object({ storeHash: storeHash(), everyMs: interval() }, 'an object with storeHash and everyMs'),
);

const since = optional(z.union([z.null(), time()], 'an ISO time, or null for everything'));

const catchUp = message<CatchUp>(() =>
  z.object(
    { myogoStock: since, myogoOrders: since, storeOrders: since, storeProducts: since },
    'an object with the sources to read',
  ),
);

export const reconcileInput = message<ReconcileInput>(() =>
  z.object(
    {
      storeHash: storeHash(),
      catchUp: optional(catchUp()),
      leftLocations: optional(z.array(storeId('the number of a location'), 'a list of locations')),
    },
    'an object with storeHash',
  ),
);

const reportRow = z.custom<ReportRows['rows'][number]>(
  (value: unknown) => typeof value === 'object' && value !== null && 'part' in value && 'what' in value,
  'a row with part and what',
);

/** Nothing is done with the rows but to keep them: what they say is what the comparison's own activity wrote. */
export const reportRows = message<ReportRows>(() =>
  z.object(
    {
      part: oneOf(['stock', 'products']),
      attempt: wholeNumber('the number of an attempt', 1),
      rows: z.array(reportRow, 'a list of rows'),
    },
    'an object with part, attempt and rows',
  ),
);

/** Days of past orders that a preview may read. */
const previewDays = wholeNumber('a whole number from 1 to 365', 1, 365);

/** What a person tries. */
export const previewDraft = message<{ links?: readonly ShippingLink[]; days?: number }>(() =>
  z.strictObject(
    { links: optional(draftLinks()), days: optional(previewDays) },
    'an object with links or days, both optional',
  ),
);

const METHOD = 'a shipping method’s name, or a pattern with *';
const hintedOrders = wholeNumber('a whole number from 1 to 500', 1, 500);

/** Of which method a person wants to know where its pick-up points stand. */
export const hintsRequest = message<{ method: string; orders?: number }>(() =>
  z.strictObject({ method: text(METHOD), orders: optional(hintedOrders) }, 'an object with method; orders is optional'),
);

const lookupRequest = message<LookupRequest>(() =>
  z.discriminatedUnion(
    'kind',
    [
      z.object({ kind: z.literal('products'), request: productPageRequest() }, 'an object with request'),
      z.object({ kind: z.literal('store-methods') }, 'an object'),
      z.object({ kind: z.literal('sku'), sku: text('a SKU') }, 'an object with sku'),
      z.object({ kind: z.literal('settings'), patch: settingsPatch() }, 'an object with patch'),
      z.object({ kind: z.literal('preview'), links: draftLinks(), days: previewDays }, 'an object with links and days'),
      z.object(
        { kind: z.literal('hints'), method: text(METHOD), orders: hintedOrders },
        'an object with method and orders',
      ),
      z.object(
        { kind: z.literal('order'), orderId: storeId('the number of an order in the store'), brief: optional(flag()) },
        'an object',
      ),
    ],
    'an object whose kind is one of products, store-methods, preview, hints, order, sku, settings',
  ),
);

export const lookupInput = message<LookupInput>(() =>
  z.object({ storeHash: storeHash(), request: lookupRequest() }, 'an object with storeHash and request'),
);
