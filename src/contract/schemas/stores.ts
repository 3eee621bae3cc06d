import * as z from 'zod/mini';
import { holdReasons, type HoldReason } from '../hold-reasons.ts';
import { failingClasses, type FailingClass } from '../integration/health.ts';
import { questionKinds, type QuestionKind } from '../integration/questions.ts';
import { ageMs } from '../runs/age.ts';
import { message } from './check-message.ts';
import { oneOf, optional, text } from './parts.ts';

const AGE = 'an age, for example "90m", "2h" or "3d"';

const olderThan = optional(z.string(AGE).check(z.refine((value) => ageMs(value) !== undefined, AGE)));
const merchant = optional(text('the id of a merchant', 100));
const after = optional(text('what an earlier answer gave as next', 5_000));

/** Which rows of all stores a person asks for. */
export interface StoresFilter {
  /** At least so old, for example `2h` or `3d`. */
  readonly olderThan?: string;
  /** Stores of this myOGO merchant only. */
  readonly merchant?: string;
  /** What an earlier page gave as `next`: goes on there. */
  readonly after?: string;
}

export const storesFilter = message<StoresFilter>(() =>
  z.strictObject({ olderThan, merchant, after }, 'an object with olderThan, merchant or after, all optional'),
);

export const heldEverywhere = message<StoresFilter & { reason?: HoldReason }>(() =>
  z.strictObject(
    { reason: optional(oneOf(holdReasons)), olderThan, merchant, after },
    'an object with reason, olderThan, merchant or after, all optional',
  ),
);

export const failingEverywhere = message<StoresFilter & { reason?: FailingClass }>(() =>
  z.strictObject(
    { reason: optional(oneOf(failingClasses)), olderThan, merchant, after },
    'an object with reason, olderThan, merchant or after, all optional',
  ),
);

export const questionsEverywhere = message<StoresFilter & { reason?: QuestionKind }>(() =>
  z.strictObject(
    { reason: optional(oneOf(questionKinds)), olderThan, merchant, after },
    'an object with reason, olderThan, merchant or after, all optional',
  ),
);

const KINDS = ['order', 'sku', 'reference'] as const;
export type FoundKind = (typeof KINDS)[number];

/** Where, and as what, a text is looked for. */
export const searchOptions = message<{ as?: FoundKind; merchant?: string }>(() =>
  z.strictObject({ as: optional(oneOf(KINDS)), merchant }, 'an object with as or merchant, both optional'),
);

export const searched = message<{ text: string; as?: FoundKind; merchant?: string }>(() =>
  z.strictObject(
    {
      text: text('an order’s number, a SKU or a myOGO reference'),
      as: optional(oneOf(KINDS)),
      merchant,
    },
    'an object with text; as and merchant are optional',
  ),
);
