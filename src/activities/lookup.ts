import { Context } from '@temporalio/activity';
import { FailureType } from '../contract/failures.ts';
import type { LookupInput, LookupResults } from '../contract/lookup.ts';
import { validateLink } from '../domain/shipping/link-input.ts';
import { HttpFailure } from '../http/failure.ts';
import { SealError } from '../security/seal.ts';
import type { Dependencies } from './runtime/dependencies.ts';
import { activityFailure, keyFailure } from './runtime/failures.ts';
import { heartbeating } from './runtime/heartbeats.ts';
import { explainOrder } from './orders/explain/explain-order.ts';
import { seeSku } from './stock/owed/see-sku.ts';
import { previewSettings } from './changes/preview-settings.ts';
import { listProducts } from './products/products.ts';
import { shippingHints } from './shipping/shipping-hints.ts';
import { previewLinks } from './shipping/shipping-preview.ts';
import { storeMethods } from './shipping/store-methods.ts';
import { serverTime } from './runtime/server-clock.ts';

/** Reads for people: one activity each, and nothing is written on either side. */
export function createLookupActivities(deps: Dependencies) {
  return {
    lookUp: (input: LookupInput): Promise<LookupResults[keyof LookupResults]> =>
      heartbeating(() => tellingSoon(() => lookUp(deps, input))),
  };
}

/** A short outage is waited out; a person waits for one that lasts (maintenance) no longer than this. */
const OUTAGE_TOLD_AFTER_MS = 10_000;

const KEY_TOLD_AFTER_MS = 2_000;

/** Ends the retries of an outage that lasts, so that the person is told of it and may ask again. */
export async function tellingSoon<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    const since = serverTime() - Context.current().info.scheduledTimestampMs;
    // Another worker may have the key; and no time brings it to this one.
    if (error instanceof SealError) throw keyFailure(error, { retry: since < KEY_TOLD_AFTER_MS });
    if (!(error instanceof HttpFailure) || error.type !== FailureType.unavailable || since < OUTAGE_TOLD_AFTER_MS)
      throw error;
    throw activityFailure(error.type, error.message, error.detail, { retry: false });
  }
}

async function lookUp(
  deps: Dependencies,
  { storeHash, request }: LookupInput,
): Promise<LookupResults[keyof LookupResults]> {
  if (request.kind === 'products') return listProducts(deps, storeHash, request.request);
  if (request.kind === 'order') return explainOrder(deps, storeHash, request);
  const open = await deps.connections.open(storeHash, 'catalogue', { fresh: 'now' });
  switch (request.kind) {
    case 'settings':
      return previewSettings(open, request.patch);
    case 'sku':
      return seeSku(deps, open, request.sku);
    case 'store-methods':
      return storeMethods(open);
    case 'hints':
      return shippingHints(open, request.method, request.orders);
    case 'preview': {
      if (!Number.isInteger(request.days) || request.days < 1 || request.days > 365) {
        throw invalid('days', 'The number of days cannot be used.', 'a whole number from 1 to 365');
      }
      const links = request.links.map((link) => {
        const checked = validateLink(link);
        if ('problem' in checked)
          throw invalid(checked.problem.field, checked.problem.message, checked.problem.expected);
        return checked.link;
      });
      return previewLinks(deps, open, links, request.days);
    }
  }
}

function invalid(field: string, message: string, expected: string) {
  return activityFailure(FailureType.invalidInput, message, { field, expected });
}
