import type { UpdateDefinition } from '@temporalio/client';
import { workflowId, type StoreHash } from '../contract/ids.ts';
import { integrationMessages } from '../contract/messages.ts';
import { hintsRequest, previewDraft } from '../contract/schemas/changes.ts';
import { linkKey, shippingLink } from '../contract/schemas/shipping.ts';
import {
  PREVIEW_DAYS,
  type LinkResult,
  type ShippingHints,
  type ShippingLink,
  type ShippingPreview,
  type StoreMethod,
} from '../contract/shipping.ts';
import { unknownIntegration, type Calls } from './calls/calls.ts';
import { checked } from './calls/checked.ts';
import { statusOfOpen } from './calls/status-of-open.ts';

/** Addresses of a method that are looked through where no number is given. */
const HINT_ORDERS = 50;

/** Which myOGO shipping code the store's shipping methods mean. */
export class Shipping {
  readonly #calls: Calls;
  readonly #storeHash: StoreHash;

  constructor(calls: Calls, storeHash: StoreHash) {
    this.#calls = calls;
    this.#storeHash = storeHash;
  }

  /**
   * The store's shipping methods, with the code that the present links give each. Without the Information & Settings
   * permission they are the names seen on past orders.
   */
  async storeMethods(): Promise<readonly StoreMethod[]> {
    await statusOfOpen(this.#calls, this.#storeHash);
    return this.#calls.lookup<'store-methods'>(this.#storeHash, { kind: 'store-methods' });
  }

  /** The links as they are saved. */
  async links(): Promise<readonly ShippingLink[]> {
    return (await statusOfOpen(this.#calls, this.#storeHash)).links;
  }

  /**
   * Saves a link from a pattern on the store's method to a myOGO shipping code; orders held for want of it go on.
   * Saving the same link again changes nothing.
   * @throws InvalidInput for an empty pattern or code, or a country that is none; also for a pattern that is saved
   * with another code already
   */
  async link(link: ShippingLink): Promise<LinkResult> {
    return this.#update(integrationMessages.linkShippingMethod, [checked(shippingLink, link, 'link')]);
  }

  /** Removes the link of a pattern and country. Removing one that is not there changes nothing. */
  async unlink(link: { readonly method: string; readonly country?: string }): Promise<LinkResult> {
    return this.#update(integrationMessages.unlinkShippingMethod, [checked(linkKey, link, 'link')]);
  }

  /**
   * Tries links on the store's orders of the last days, and writes nothing: how many orders would be matched, would
   * change, would tie, and would hold.
   * @throws InvalidInput for a link or number of days (1–365) that cannot be
   */
  async preview(
    draft: { readonly links?: readonly ShippingLink[]; readonly days?: number } = {},
  ): Promise<ShippingPreview> {
    const wanted = checked(previewDraft, draft, 'draft');
    const { links } = await statusOfOpen(this.#calls, this.#storeHash);
    return this.#calls.lookup<'preview'>(this.#storeHash, {
      kind: 'preview',
      links: wanted.links ?? links,
      days: wanted.days ?? PREVIEW_DAYS,
    });
  }

  /**
   * Looks through the newest orders of a method for what may be a pick-up point's code, and writes nothing: for each field how
   * often it is filled, how often one word of it looks like a code, and the shapes of such words. No value of an order is told.
   * @param of.method a name, or a pattern as links have it
   * @param of.orders the most addresses to read, default 50
   */
  async hints(of: { readonly method: string; readonly orders?: number }): Promise<ShippingHints> {
    const { method, orders = HINT_ORDERS } = checked(hintsRequest, of, 'hints');
    await statusOfOpen(this.#calls, this.#storeHash);
    return this.#calls.lookup<'hints'>(this.#storeHash, { kind: 'hints', method, orders });
  }

  #update<Args extends unknown[]>(update: UpdateDefinition<LinkResult, Args>, args: Args): Promise<LinkResult> {
    const gone = () => unknownIntegration(this.#storeHash);
    return this.#calls.update(workflowId.integration(this.#storeHash), update, args, gone);
  }
}
