import { changeSources, type ChangeSource } from '../../../contract/changes.ts';
import { defined } from '../../../contract/defined.ts';
import type { Side } from '../../../contract/failures.ts';
import {
  hookPlans,
  sourceOf,
  type FoundChange,
  type HooksChecked,
  type HooksKept,
  type HooksSeen,
  type PlacedHook,
  type SourceTrust,
} from '../../../contract/integration/hooks.ts';

const DAY_MS = 24 * 60 * 60_000;
/** A poll that is stretched to an hour finds what was told of within that hour. */
const TOLD_FOR_MS = 75 * 60_000;
const MOST_TOLD = 200;
const MOST_LAGS = 100;
/** So young a change may still be on its way as a hint: it is judged by no poll. */
const TOO_YOUNG_MS = 60_000;
/** A flood's deliveries are read once an hour (`src/domain/changes/hint-gate.ts`), and a little later where there is much to do. */
const FLOODED_FOR_MS = 70 * 60_000;
/** The two sides' clocks, and how long a delivery takes. */
const NEAR_MS = 120_000;

/** When something is judged, and whether a silence that was none of the store's counts: in a history of before it did. */
export interface Judging {
  /** ISO time. */
  readonly now: string;
  readonly heedsTrouble?: boolean | undefined;
}

function quietUntil(now: string, heedsTrouble: boolean | undefined): Pick<SourceTrust, 'quietFrom'> {
  return heedsTrouble === true ? { quietFrom: now } : {};
}

/** What is kept after a check of the hooks; what a source's hooks have earned stays, unless one of them was off. */
export function afterCheck(kept: HooksKept | undefined, checked: HooksChecked, now: string): HooksKept {
  const { place, hooks, version, problems, blocked } = checked;
  return {
    ...defined({ place, blocked, heedsFrom: kept?.heedsFrom }),
    hooks,
    version,
    problems,
    checkedAt: now,
    ...secretsAfter(kept, checked),
    trust: mapTrust(kept?.trust ?? {}, (one, source) => {
      const doubt = doubtOf(source, kept, checked, now);
      return doubt === undefined ? one : { ...one, announced: 0, since: now, doubt };
    }),
  };
}

/** The oldest secrets that are still to be taken: where a hook could not be brought up to date it carries what it carried. */
function secretsAfter(
  kept: HooksKept | undefined,
  { version, problems, outdated }: HooksChecked,
): Pick<HooksKept, 'oldestSecret' | 'oldestSecrets'> {
  if (outdated === undefined)
    return { oldestSecret: problems.length === 0 ? version : Math.min(version, kept?.oldestSecret ?? version) };
  // Of hooks that an earlier integration made nobody knows how old they are.
  const before = (side: Side): number => kept?.oldestSecrets?.[side] ?? kept?.oldestSecret ?? 1;
  const of = (side: Side): number => (outdated.includes(side) ? Math.min(version, before(side)) : version);
  const oldestSecrets = { bigcommerce: of('bigcommerce'), myogo: of('myogo') };
  return { oldestSecret: Math.min(oldestSecrets.bigcommerce, oldestSecrets.myogo), oldestSecrets };
}

/** Why a source's hooks are not what they were; `undefined` where they are. */
function doubtOf(
  source: ChangeSource,
  kept: HooksKept | undefined,
  { place, hooks, version, reactivated, blocked }: HooksChecked,
  now: string,
): string | undefined {
  const plans = hookPlans.filter(({ side, topic }) => sourceOf(side, topic) === source);
  const isOfStore = plans.some(({ side }) => side === 'bigcommerce');
  if (isOfStore && blocked !== undefined) return blocked;
  const found = plans.map(({ side, of }) => hookOf(hooks, side, of));
  if (found.some((hook) => hook?.active !== true)) return 'a webhook could not be placed';
  if (isOfStore && reactivated > 0) return 'a webhook had been switched off';
  if (kept?.place !== undefined && place !== kept.place) return `webhooks go to another address since ${now}`;
  // With other credentials a side shows other hooks.
  if (kept === undefined || kept.version !== version) return undefined;
  const isGone = found.some((hook) => {
    const before = hook && hookOf(kept.hooks, hook.side, hook.of);
    return before?.id !== undefined && before.id !== hook?.id;
  });
  return isGone ? 'a webhook had been deleted' : undefined;
}

function hookOf(hooks: readonly PlacedHook[], ofSide: Side, ofType: string): PlacedHook | undefined {
  return hooks.find(({ side, of }) => side === ofSide && of === ofType);
}

/** The store goes on after it stood: what changed meanwhile was told to nobody, and trust is earned step by step again. */
export function afterRest(kept: HooksKept, { now, heedsTrouble }: Judging): HooksKept {
  const doubt = `what webhooks told of until ${now} was read by nobody`;
  return {
    ...kept,
    heedsFrom: now,
    trust: mapTrust(kept.trust, (one) => ({ ...one, since: now, doubt, ...quietUntil(now, heedsTrouble) })),
  };
}

/** Webhooks told of something. */
export function afterHooks(kept: HooksKept, seen: HooksSeen, now: string): HooksKept {
  const before = kept.trust[seen.source] ?? noTrust(now);
  const quiet = Date.parse(now) - Math.max(...[before.lastDelivery ?? now, before.quietFrom].map(timeOf));
  const told = (id: number | string): SourceTrust['told'][number] =>
    seen.since === undefined ? [id, now] : [id, now, seen.since];
  const after: SourceTrust = {
    ...before,
    // A list shows what changed, whether told of or not: it proves one delivery.
    announced: before.announced + (seen.ids === undefined ? Math.min(1, seen.announced) : seen.announced),
    told: [...recent(before.told, now), ...(seen.ids ?? ['']).map(told)].slice(-MOST_TOLD),
    lastDelivery: now,
    ...counted(before, now, { announced: seen.announced }),
    longestQuietMs: Math.max(before.longestQuietMs, quiet),
    lags: [...before.lags, ...seen.lags.map((seconds) => [now, seconds, false] as const)].slice(-MOST_LAGS),
  };
  const put = { ...after, ...doubtAfter(seen, now) };
  return { ...kept, trust: { ...kept.trust, [seen.source]: put } };
}

/** Webhooks came, and their number, or a side that is away, leaves it to polls to find what they told of. */
function doubtAfter({ flooded, unread }: HooksSeen, now: string): Partial<SourceTrust> {
  const anew = { announced: 0, since: now };
  if (flooded === true)
    return { ...anew, doubt: `more webhooks come than are read one by one (${now})`, floodedAt: now };
  return unread === true ? { ...anew, doubt: `what webhooks told of could not be read (${now})` } : {};
}

/** Counts some more changes in this hour; those of a day ago are forgotten. */
function counted(
  { hours = [] }: SourceTrust,
  now: string,
  { announced = 0, polled = 0 }: { readonly announced?: number; readonly polled?: number },
): Pick<SourceTrust, 'hours'> {
  if (announced + polled === 0) return {};
  const hour = `${now.slice(0, 13)}:00:00.000Z`;
  const [, toldOf, found] = hours.find(([at]) => at === hour) ?? [hour, 0, 0];
  const others = hours.filter(([at]) => at !== hour && Date.parse(now) - Date.parse(at) <= DAY_MS);
  return { hours: [...others, [hour, toldOf + announced, found + polled]] };
}

const timeOf = (time: string | undefined): number => (time === undefined ? -Infinity : Date.parse(time));

/** A poll found changes: each was announced by a hook, or none told of it and hooks are not trusted for now. */
export function afterPoll(kept: HooksKept, found: readonly FoundChange[], judging: Judging): HooksKept {
  const proved = new Set<ChangeSource>();
  return found.reduce((state, change) => afterFound(state, change, judging, proved), kept);
}

/** @param proved sources of which this poll has proved a delivery already */
function afterFound(
  kept: HooksKept,
  change: FoundChange,
  { now, heedsTrouble }: Judging,
  proved: Set<ChangeSource>,
): HooksKept {
  const age = Date.parse(now) - Date.parse(change.at);
  const before = kept.trust[change.source] ?? noTrust(now);
  const put = (after: SourceTrust): HooksKept => ({ ...kept, trust: { ...kept.trust, [change.source]: after } });
  if (Number.isNaN(age)) return kept;
  const withLag = (polled: boolean) =>
    [...before.lags, [now, Math.max(0, Math.round(age / 1_000)), polled] as const].slice(-MOST_LAGS);
  const polled = counted(before, now, { polled: 1 });
  if (change.silent === true) return put({ ...before, silentAt: now, lags: withLag(true), ...polled });
  if (wasTold(before, change)) {
    // Orders were counted when they were told of; levels and products only show here that there was something.
    if (change.id !== undefined) return kept;
    const announced = before.announced + (proved.has(change.source) ? 0 : 1);
    proved.add(change.source);
    return put({ ...before, announced, lags: withLag(false), ...counted(before, now, { announced: 1 }) });
  }
  if (age < TOO_YOUNG_MS) return kept;
  const lags = withLag(true);
  if (Date.parse(change.at) < Date.parse(kept.heedsFrom ?? change.at)) return put({ ...before, lags, ...polled });
  // What a flood told of waits for its next reading, and polls come before.
  if (Date.parse(now) - Date.parse(before.floodedAt ?? '') <= FLOODED_FOR_MS)
    return put({ ...before, lags, ...polled });
  const doubt = `a poll found what no webhook had told of (${now})`;
  return {
    ...put({ ...before, announced: 0, since: now, doubt, lags, ...polled, ...quietUntil(now, heedsTrouble) }),
    isDoubted: true,
  };
}

function wasTold({ told }: SourceTrust, { id, at }: FoundChange): boolean {
  const changed = Date.parse(at);
  return told.some(([of, when, since]) => {
    const after = Date.parse(when) - changed;
    // By id: whenever it was told of after the change. A list is read for what changed since its delivery, or shortly before.
    const isBefore = after >= -NEAR_MS;
    return of === '' ? isBefore && Date.parse(since ?? when) - changed <= NEAR_MS : of === id && isBefore;
  });
}

function noTrust(now: string): SourceTrust {
  return { announced: 0, since: now, told: [], longestQuietMs: 0, lags: [] };
}

function recent(told: SourceTrust['told'], now: string): SourceTrust['told'] {
  return told.filter(([, at]) => Date.parse(now) - Date.parse(at) <= TOLD_FOR_MS);
}

function mapTrust(
  trust: HooksKept['trust'],
  change: (one: SourceTrust, source: ChangeSource) => SourceTrust,
): HooksKept['trust'] {
  return Object.fromEntries(
    changeSources.flatMap((source) => {
      const one = trust[source];
      return one === undefined ? [] : [[source, change(one, source)] as const];
    }),
  );
}
