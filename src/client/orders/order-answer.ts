import type { Hold } from '../../contract/hold-reasons.ts';
import type { OrderStage, OrderStory } from '../../contract/orders.ts';
import { holdsIn } from './held-orders.ts';
import type { Standing } from './order-standing.ts';

/** An order's story, with the answer to the question why it has not shipped. */
export interface ExplainedOrder extends OrderStory {
  /** One sentence for who asks for the order, before any detail. Times in it are ISO. */
  readonly answer: string;
  /** No run is open, and both sides were read now: a hold is what it would be held for. */
  readonly noRun?: true;
}

/** The warehouse has it, or had. */
const isThere: readonly OrderStage[] = ['handed-over', 'shipped'];
/** Nothing is awaited any more. */
const OVER: readonly OrderStage[] = ['shipped', 'cancelled', 'ignored', 'nothing-to-ship'];

/**
 * The first sentence of a story: what the order waits for, since when, and for whom.
 * @param read true where no run is known, and both sides were read
 * @param standing what keeps every order of the store: what the order's run last heard goes on only after that
 */
export function answerOf(
  story: OrderStory,
  { read, standing }: { readonly read: boolean; readonly standing?: Standing | undefined },
): string {
  const own = ownAnswer(story, read);
  if (read || standing === undefined || OVER.includes(story.stage)) return own;
  const { kind, since, words } = standing;
  const holds = [story, ...story.addresses].flatMap(holdsIn);
  const others = holds.filter(({ reason }) => reason !== 'integration-paused' && reason !== 'integration-gone');
  // A pause or refused tokens are one thing more to mend; without a store nothing of the rest can be.
  if (kind !== 'gone' && others.length > 0) return `${own} And nothing of any order goes on now. ${words}`;
  const when = since === undefined ? '' : ` since ${since}`;
  const before = holds.length > 0 && others.length === 0 ? '' : ` As it stood then: ${own}`;
  return `Order ${story.orderId} waits${when}: ${lower(words)}${before}`;
}

function ownAnswer(story: OrderStory, read: boolean): string {
  const order = `Order ${story.orderId}`;
  if (read) {
    // Where it is already comes first; its own summary says whether it would be taken, when, or why not.
    const is = isThere.includes(story.stage) ? whereItIs(order, story, '.') : undefined;
    return is === undefined ? `${order}: ${lower(story.summary)}` : `${is} ${story.summary}`;
  }
  const held = [story, ...story.addresses].flatMap(holdsIn).sort((a, b) => a.since.localeCompare(b.since));
  const [first] = held;
  if (first !== undefined)
    return `${order} waits since ${first.since}: ${lower(sentence(first))}${others(held.length - 1)}`;
  const waits = [story, ...story.addresses].flatMap((each) => each.waits ?? [])[0];
  const until =
    waits === undefined ? '' : `: ${lower(waits.words)}${waits.until === undefined ? '' : ` (${waits.until})`}`;
  switch (story.stage) {
    case 'shipped':
    case 'handed-over':
      return whereItIs(order, story, until === '' ? `: ${lower(story.summary)}` : `${until}.`);
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

function whereItIs(order: string, { stage, addresses }: OrderStory, awaits: string): string {
  if (stage === 'shipped') {
    const tracking = addresses.flatMap(({ shipments }) => shipments.flatMap((one) => one.trackingNumber ?? []));
    return `${order} has shipped${tracking.length === 0 ? ', without a tracking number' : `, tracking ${tracking.join(', ')}`}.`;
  }
  const all = addresses.flatMap(({ myOgoStatus }) => myOgoStatus ?? []);
  const says = [...new Set(all)].join(', ');
  const rest = [...new Set(all.filter((status) => status !== 'SHIPPED'))].join(', ');
  if (rest === says) {
    return `${order} is at the warehouse, and has not shipped yet${says === '' ? '' : `: myOGO says ${says}`}.`;
  }
  if (rest !== '') return `${order} has left the warehouse in part; of the rest myOGO says ${rest}.`;
  return `${order} has left the warehouse (myOGO says SHIPPED), and the store is not told yet${awaits}`;
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
