import * as z from 'zod/mini';
import { holdReasons, type HoldReason } from '../hold-reasons.ts';
import { PICK_UP_POINT_FORM } from '../shipping.ts';
import { myOgoStatuses, type FulfilOrderInput, type MyOgoOrderChanged, type ReleaseDecision } from '../orders.ts';
import type { StoreOrderChanged } from '../orders.ts';
import { message } from './check-message.ts';
import { flag, oneOf, optional, storeHash, storeId, text, time, wholeNumber } from './parts.ts';

// Messages of an order's run. What other runs send is read with what it may have besides; what people send is strict,
// so that a field with a typing error is not left out in silence.

const orderId = storeId('the number of an order in the store, for example 1042');

export const fulfilOrderInput = message<FulfilOrderInput>(() =>
  z.object(
    {
      storeHash: storeHash(),
      orderId,
      byHand: optional(flag()),
      follows: optional(z.object({ runId: text('a run id') }, 'an object with runId')),
      historyLimit: optional(wholeNumber('a number of events', 1)),
    },
    'an object with storeHash and orderId',
  ),
);

export const storeOrderChanged = message<StoreOrderChanged>(() =>
  z.object(
    { statusId: wholeNumber('a store status id (0–14)', 0), dateModified: time() },
    'an object with statusId and dateModified',
  ),
);

/** A try again, by a person who wants the order taken or by anybody; `look`: what is in the warehouse is looked for, too. */
export const retryOrder = message<{ byHand?: boolean; look?: boolean }>(() =>
  z.object({ byHand: optional(flag()), look: optional(flag()) }, 'an object with byHand or look, or nothing'),
);

const pieces = z.object(
  { code: text('a product code'), quantity: wholeNumber('a number of pieces', 0) },
  'an object with code and quantity',
);

export const myOgoOrderChanged = message<MyOgoOrderChanged>(() =>
  z.object(
    {
      id: optional(text('the id of the order in myOGO')),
      merchantId: optional(text('the merchant that was asked')),
      reference: text('the reference of the order in myOGO'),
      status: oneOf(myOgoStatuses),
      /** Empty where myOGO gave none. */
      editTime: z.union([z.literal(''), time()], 'an ISO time'),
      trackingNumber: optional(text('a tracking number')),
      trackingUrl: optional(text('a tracking link', 2_000)),
      lines: optional(
        z.array(pieces, 'a list of codes and quantities').check(z.maxLength(2_000, 'at most 2,000 lines')),
      ),
      unreadable: optional(text('the name of a field')),
    },
    'an object with reference, status and editTime',
  ),
);

const addressId = optional(wholeNumber('the id of an address of the order, or nothing for all held ones', 0));
const finding = optional(text('the finding that was shown'));
const decision = <const Kind extends string>(kind: Kind) =>
  z.strictObject(
    { kind: z.literal(kind), addressId, finding },
    `kind "${kind}" with addressId or without, and nothing else`,
  );

const POINT =
  'a pick-up point’s code of letters and digits without spaces, at most 64 characters, for example "0118" or "105A"';
/** As it is looked for in an order (`domain/shipping/pick-up/pick-up-code.ts`). */
const pointForm = new RegExp(PICK_UP_POINT_FORM);

/** A person's decision of what is held. */
export const releaseDecision = message<ReleaseDecision>(() =>
  z.discriminatedUnion(
    'kind',
    [
      z.strictObject(
        { kind: z.literal('use-code'), code: text('a myOGO shipping code'), addressId, finding },
        'kind "use-code" with code, with addressId or without, and nothing else',
      ),
      z.strictObject(
        {
          kind: z.literal('use-pickup-point'),
          code: z.string(POINT).check(z.regex(pointForm, POINT)),
          addressId,
          finding,
        },
        'kind "use-pickup-point" with code, with addressId or without, and nothing else',
      ),
      decision('forward-words'),
      decision('drop-words'),
      decision('hand-over-again'),
      decision('treat-as-done'),
      decision('cancel'),
    ],
    'an object whose kind is one of use-code, use-pickup-point, forward-words, drop-words, hand-over-again, treat-as-done, cancel',
  ),
);

const heldReason = optional(oneOf(holdReasons));

/** Which held orders are to try again. */
export const retryFilter = message<{ reason?: HoldReason }>(() =>
  z.strictObject({ reason: heldReason }, 'an object with reason, or nothing'),
);

/** Which held orders a person asks for. */
export const heldFilter = message<{ reason?: HoldReason; limit?: number }>(() =>
  z.strictObject(
    { reason: heldReason, limit: optional(wholeNumber('a whole number from 1', 1)) },
    'an object with reason or limit, both optional',
  ),
);
