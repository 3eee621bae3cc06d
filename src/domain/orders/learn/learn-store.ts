import { defined } from '../../../contract/defined.ts';
import { searchedAnew, type OrderFacts, type StoryLine } from '../facts/facts.ts';
import type { ReadPlace, StatusRead, StoreReading, StoreShipment } from '../facts/store-facts.ts';
import { isShippedStatus } from '../../shared/store-status.ts';
import { statusMeaning, statusSince } from '../eligibility.ts';
import { noteAdopted } from './adopt-orders.ts';
import { adoptReferences } from './adopt-references.ts';
import { inStoreOrder, matchPlaces, notRefundedOf, shippedCounts, type ReadAddress } from '../facts/places.ts';
import { READINGS_THAT_AGREE } from '../account/account.ts';
import { blocked, later, without } from './learn-obstacles.ts';
import { aboutNow, isNews, isOlder, wordOf } from './store-news.ts';
import { SECOND_LOOK_MS, triesOf, unfoundBasis } from '../steps/obstacles.ts';
import { firstReference, possibleReferences } from '../facts/references.ts';
import { compareReadings } from './readings/compare-readings.ts';
import { connectedTo } from './warehouse-rows.ts';
import { followUnreadLines } from './readings/lines-made-anew.ts';
import { isSecondOver } from '../../shared/second-over.ts';

/** The store's order as an activity read it: which place each address is, is found out here. */
export type RawReading = Omit<StoreReading, 'places' | 'agreed'> & {
  readonly addresses: readonly ReadAddress[];
  /** When the store answered, as an ISO time by its own clock; absent where it did not say so, and in histories of before. */
  readonly answered?: string;
};

const MAX_STATUSES = 20;
const MAX_OWN = 20;
const MAX_STORY = 60;

/** Takes a reading. One that is older than the last, by the store's own version, changes nothing. */
export function takeReading(
  facts: OrderFacts,
  raw: RawReading,
  merchantId: string,
  now: string = raw.version,
): OrderFacts {
  const statuses = withStatus(facts.statuses, raw);
  const { readDue } = facts;
  const known = connectedTo(withoutReadDue(facts), merchantId);
  const before = known.order;
  if (before !== undefined && isOlder(raw.version, before.version)) {
    // Something newer was read already: the reading that was due is still due.
    const tries = triesOf(facts, 'read', '') + 1;
    const message = 'The store answers with something older than was read already.';
    const obstacle = { key: 'read', basis: '', message, tries, at: now, until: later(now, tries), stands: false };
    return blocked({ ...facts, statuses, gone: 0, readDue: readDue ?? 'again' }, obstacle);
  }
  const { addresses: listed, answered = now, ...head } = raw;
  const all = inStoreOrder(listed);
  // A cart is no order yet, and an address of which nothing is wanted at first sight is no place of it.
  const addresses = known.places.length > 0 ? all : all.filter((address) => isWanted(raw, address));
  const base = defined({
    ...known,
    statuses,
    ...aboutNow({ ...known, statuses }),
    // Read in the second of its own time: whoever changes it in the rest of that is not seen by the time. It is learnt a little later.
    readAs: isSecondOver(raw.version, Date.parse(answered)) ? wordOf(raw) : undefined,
    gone: 0,
    unfound: undefined,
    obstacles: known.obstacles,
    matches: stillMatched(known, raw),
  });
  if (raw.problem !== undefined) {
    // An answer that contradicts itself says nothing of the places: what was known of them stays.
    return unusable(base, head, before, now);
  }
  const comparable = before?.digestKey === raw.digestKey;
  const { places, read, successors, removed, unclear } = matchPlaces(known, addresses, comparable);
  const agreed =
    before !== undefined && before.problem === undefined && samePieces(before, { ...head, places: read })
      ? before.agreed + 1
      : 1;
  if (unclear) {
    const message = 'Addresses that goods were sent to cannot be told from new ones.';
    return unusable(base, { ...head, problem: { field: 'shipping_addresses', message } }, before, now);
  }
  const order: StoreReading = { ...head, places: read, agreed };
  const obstacles = base.obstacles.filter(({ key }) => key !== 'read');
  const lines = { successors, removed: removed.length === 0 ? undefined : removed };
  const taken = followUnreadLines(defined({ ...base, order, places, ...lines, obstacles, ...closingOf(base, order) }));
  const next = readAgainIfOlder(facts, compareReadings(known, taken), now);
  return noteAdopted(adoptReferences(before === undefined ? firstSight(next, order) : next));
}

/** So often the same older answer is asked for again, after 3, 12 and 48 seconds. */
const LATE_ANSWERS = 3;

/**
 * Somebody told of something newer while this was being read, or the store answers late: it is read again, and after a growing
 * pause where the answer is the same. A store that goes on saying the same is believed.
 */
function readAgainIfOlder(before: OrderFacts, facts: OrderFacts, now: string): OrderFacts {
  const { order, heard } = facts;
  if (order === undefined || heard === undefined || !isOlder(order.version, heard)) return facts;
  const due: OrderFacts = { ...facts, readDue: 'again' };
  if (before.order?.version !== order.version) return due;
  const tries = triesOf(before, 'read', '') + 1;
  // What was told of is not to come: whoever told of it was wrong about the time.
  if (tries > LATE_ANSWERS) return defined({ ...facts, heard: undefined });
  const message = 'The store answers with something older than was told of.';
  return blocked(due, { key: 'read', basis: '', message, tries, at: now, until: later(now, tries), stands: false });
}

/** What was ordered at the first reading that can be used under a status by which all is shipped. */
function closingOf({ statuses, closing }: OrderFacts, { status, places }: StoreReading): Pick<OrderFacts, 'closing'> {
  const since = isShippedStatus(status) ? statusSince({ statuses }) : undefined;
  if (since === undefined || closing?.since === since) return {};
  const lines = places.flatMap((place) => place.lines);
  return { closing: { since, lines: lines.map(({ id, quantity }) => [id, quantity]) } };
}

/**
 * That no link fits was true when it was asked: while the order's status kept it waiting nobody told its run of links, so
 * it is asked again when the status or the links are others.
 */
function stillMatched({ matches, order }: OrderFacts, { status, versions }: RawReading): OrderFacts['matches'] {
  const same = order?.status === status && order.versions.links === versions.links;
  return same ? matches : matches.filter(({ result }) => result.kind === 'code');
}

function isWanted({ status, rules }: RawReading, { lines }: ReadAddress): boolean {
  return (
    statusMeaning(status, rules) !== 'ignore' &&
    lines.some(({ quantity, refunded, elsewhere }) => quantity > refunded && elsewhere !== true)
  );
}

/** Nothing of it is believed but status and version: it is read again, after a growing pause, and held if it stays so. */
function unusable(
  base: OrderFacts,
  head: Omit<StoreReading, 'places' | 'agreed'>,
  before: StoreReading | undefined,
  now: string,
): OrderFacts {
  const tries = triesOf(base, 'read', 'problem') + 1;
  const message = head.problem?.message ?? '';
  const obstacle = { key: 'read', basis: 'problem', message, tries, at: now, until: later(now, tries), stands: false };
  return blocked({ ...base, order: { ...head, places: before?.places ?? [], agreed: 0 } }, obstacle);
}

/**
 * An order that is not merely waiting to be handed over, or of which the warehouse has told, may be in the warehouse already,
 * under references that today's addresses do not give: it is looked for by list, and where the list need not reach, by name.
 */
function firstSight(facts: OrderFacts, { status, rules }: StoreReading): OrderFacts {
  const meaning = statusMeaning(status, rules);
  const mayBeThere = facts.warehouse.length > 0 || (meaning !== 'import' && meaning !== 'ignore');
  if (facts.sendings.length > 0 || !mayBeThere) return facts;
  const references = facts.places.flatMap((place) => [
    ...(place.references.length > 0 ? place.references : [firstReference(facts, place)]),
    ...possibleReferences(facts, place),
  ]);
  return searchedAnew({ ...facts, lookDue: [...new Set([...facts.lookDue, ...references])] });
}

/** So long an order that was never read is asked for, although the store says that it has none such. */
const UNFOUND_MS = 24 * 3_600_000;
const UNFOUND =
  'The store answers that it has no such order, although it was told of. If it was deleted there, this ends by itself after a day.';

/**
 * The store has no such order, and it was never read. Somebody told of it all the same: a list of the store, the warehouse, or a
 * person who found it there. So it is asked again after a growing pause, where people see it, and believed after a day. What stands
 * under its number in the warehouse needs a person sooner.
 */
export function takeUnfound(facts: OrderFacts, now: string): OrderFacts {
  const { since, readings } = facts.unfound ?? { since: now, readings: 0 };
  const unfound = { since, readings: readings + 1 };
  const next = { ...withoutReadDue(facts), unfound };
  const isLong = facts.warehouse.length > 0 || Date.parse(now) - Date.parse(since) >= UNFOUND_MS;
  if (isLong && unfound.readings >= READINGS_THAT_AGREE) return { ...without(next, 'read'), gone: READINGS_THAT_AGREE };
  const pause = Math.min(3_600_000, SECOND_LOOK_MS * 4 ** Math.min(10, readings));
  return blocked(next, {
    ...{ key: 'read', basis: unfoundBasis(next), reason: 'rejected-by-bigcommerce', message: UNFOUND },
    ...{ tries: unfound.readings, at: now, until: new Date(Date.parse(now) + pause).toISOString(), stands: false },
  });
}

/** The store has no such order any more: believed when it was asked twice. */
export function takeGone(facts: OrderFacts, now: string): OrderFacts {
  const gone = facts.gone + 1;
  const message = 'The store has no such order.';
  const until = new Date(Date.parse(now) + SECOND_LOOK_MS).toISOString();
  const obstacle = { key: 'read', basis: `gone ${gone}`, message, tries: gone, at: now, until, stands: false };
  return blocked({ ...withoutReadDue(facts), gone }, obstacle);
}

export function takeShipments(facts: OrderFacts, shipments: readonly StoreShipment[], version: string): OrderFacts {
  const sorted = [...shipments].sort((a, b) => a.id - b.id);
  const read = { shipments: sorted, shipmentsVersion: version, shipmentsFor: shippedCounts(facts.order) };
  return followUnreadLines({ ...facts, ...read });
}

/**
 * What a write of ours made of the store's order: a fact, and no news when a poll tells of it.
 * @param before what was read just before it, by a write whose process does not keep what the order held then: an edit between the
 * two may have the version of the write, so it stays news for a run that has ended
 */
export function takeOwnWrite(facts: OrderFacts, after: StatusRead, before?: StatusRead): OrderFacts {
  const statuses = withStatus(facts.statuses, after);
  const order = facts.order;
  const own = before === undefined ? [...facts.own, wordOf(after)].slice(-MAX_OWN) : facts.own;
  const moved = before !== undefined && isNews(facts, before);
  const newer = order !== undefined && Date.parse(after.version) >= Date.parse(order.version);
  return {
    ...facts,
    statuses,
    own,
    // The content that was read stays: only status and version are the write's.
    ...(newer && !moved ? { order: { ...order, status: after.status, version: after.version } } : {}),
    ...(moved ? { readDue: facts.readDue ?? 'again' } : {}),
  };
}

export function addToStory(facts: OrderFacts, line: StoryLine): OrderFacts {
  return { ...facts, story: [...facts.story, line].slice(-MAX_STORY) };
}

/**
 * By version. One that comes late may belong between any two: of neighbours of one status those between the first and the last
 * are left out only where the list gets long.
 */
function withStatus(statuses: readonly StatusRead[], { status, version }: StatusRead): readonly StatusRead[] {
  const all = [...statuses, { status, version }]
    .sort((a, b) => Date.parse(a.version) - Date.parse(b.version))
    .filter((one, index, list) => list[index - 1]?.status !== one.status || list[index - 1]?.version !== one.version);
  if (all.length <= MAX_STATUSES) return all;
  const ends = all.filter(
    (one, index) => all[index - 1]?.status !== one.status || all[index + 1]?.status !== one.status,
  );
  return ends.slice(-MAX_STATUSES);
}

type Comparable = Pick<StoreReading, 'archived' | 'itemsTotal'> & { readonly places: readonly ReadPlace[] };

function samePieces(a: Comparable, b: Comparable): boolean {
  const key = ({ archived, itemsTotal, places }: Comparable) =>
    JSON.stringify([archived, itemsTotal, places.map(({ place, lines }) => [place, [...notRefundedOf(lines)].sort()])]);
  return key(a) === key(b);
}

function withoutReadDue(facts: OrderFacts): OrderFacts {
  return defined({ ...facts, readDue: undefined });
}
