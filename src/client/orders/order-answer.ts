import type { Hold } from '../../contract/hold-reasons.ts';
import type { OrderStory } from '../../contract/orders.ts';
import { holdsIn } from './held-orders.ts';

/** An order's story, with the answer to the question why it has not shipped. */
export interface ExplainedOrder extends OrderStory {
  /** One sentence for who asks for the order, before any detail. Times in it are ISO. */
  readonly answer: string;
}

/**
 * The first sentence of a story: what the order waits for, since when, and for whom.
 * @param read true where no run is known, and both sides were read
 */
export function answerOf(story: OrderStory, { read }: { readonly read: boolean }): string {
  const order = `Order ${story.orderId}`;
  const held = [story, ...story.addresses].flatMap(holdsIn).sort((a, b) => a.since.localeCompare(b.since));
  const [first] = held;
  if (first !== undefined)
    return `${order} waits since ${first.since}: ${lower(sentence(first))}${others(held.length - 1)}`;
  // Its own summary says whether it would be taken, when, or why not.
  if (read) return `${order}: ${lower(story.summary)}`;
  const tracking = story.addresses.flatMap(({ shipments }) =>
    shipments.flatMap(({ trackingNumber }) => trackingNumber ?? []),
  );
  const waits = [story, ...story.addresses].flatMap((each) => each.waits ?? [])[0];
  const until =
    waits === undefined ? '' : `: ${lower(waits.words)}${waits.until === undefined ? '' : ` (${waits.until})`}`;
  switch (story.stage) {
    case 'shipped':
      return `${order} has shipped${tracking.length === 0 ? ', without a tracking number' : `, tracking ${tracking.join(', ')}`}.`;
    case 'handed-over': {
      const says = [...new Set(story.addresses.flatMap(({ myOgoStatus }) => myOgoStatus ?? []))].join(', ');
      return `${order} is at the warehouse, and has not shipped yet${says === '' ? '' : `: myOGO says ${says}`}.`;
    }
    case 'ready':
      return `${order} is about to be handed over to the warehouse${until === '' ? '.' : until}`;
    case 'awaiting-payment':
      return `${order} is not handed over yet: ${lower(story.summary)}`;
    case 'cancelled':
      return `${order} does not ship: ${lower(story.summary)}`;
    case 'ignored':
    case 'nothing-to-ship':
      return `${order} is not the warehouse’s to ship: ${lower(story.summary)}`;
    case 'held':
      return `${order} waits: ${lower(story.summary)}`;
  }
}

/** What nobody has done yet, or what happened: the hold's own words. */
function sentence({ message, reason }: Hold): string {
  if (reason === 'shipping-method-not-linked') {
    const [, method] = /“(.+)”/.exec(message) ?? [];
    if (method !== undefined) return `nobody has linked “${method}”. ${message}`;
  }
  return message;
}

function others(count: number): string {
  return count === 0 ? '' : ` And ${count} more of it ${count === 1 ? 'is' : 'are'} held.`;
}

function lower(text: string): string {
  // Names and abbreviations keep their first letter.
  return /^[A-Z][a-z]*\s/.test(text) && !/^(BigCommerce|OGOship)\b/.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}
