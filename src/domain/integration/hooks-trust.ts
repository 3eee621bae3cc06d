import type { ChangeSource } from '../../contract/changes.ts';
import { defined } from '../../contract/defined.ts';
import type {
  FoundChange,
  HooksChecked,
  HooksKept,
  HooksSeen,
  SourceSeen,
  SourceTrust,
  WebhooksStatus,
} from '../../contract/integration/hooks.ts';
import { stretchOf, stretchOfAll } from '../changes/cadence.ts';

const DAY_MS = 86_400_000;
/** A poll that is stretched to an hour finds what was told of within that hour. */
const TOLD_FOR_MS = 75 * 60_000;
const MOST_TOLD = 200;
const MOST_LAGS = 100;
/** So young a change may still be on its way as a hint: it is judged by no poll. */
const TOO_YOUNG_MS = 60_000;
/** The two sides' clocks, and how long a delivery takes. */
const NEAR_MS = 120_000;

const sources: readonly ChangeSource[] = ['storeOrders', 'myogoOrders', 'myogoStock', 'storeProducts'];

/** What is kept after a check of the hooks; what they have earned stays, unless one was off. */
export function afterCheck(kept: HooksKept | undefined, checked: HooksChecked, now: string): HooksKept {
  const { place, hooks, version, problems, reactivated, blocked } = checked;
  const off = reactivated > 0 || problems.length > 0 || blocked !== undefined;
  const doubt = blocked ?? (reactivated > 0 ? 'a webhook had been switched off' : 'a webhook could not be placed');
  const trust = kept?.trust ?? {};
  return {
    ...defined({ place, blocked }),
    hooks,
    version,
    problems,
    checkedAt: now,
    // Where one could not be brought up to date it still carries what it carried.
    oldestSecret: problems.length === 0 ? version : Math.min(version, kept?.oldestSecret ?? version),
    trust: off ? mapTrust(trust, (one) => ({ ...one, announced: 0, since: now, doubt })) : trust,
  };
}

/** Webhooks told of something. */
export function afterHooks(kept: HooksKept, seen: HooksSeen, now: string): HooksKept {
  const before = kept.trust[seen.source] ?? noTrust(now);
  const quiet = Date.parse(now) - Date.parse(before.lastDelivery ?? now);
  const after: SourceTrust = {
    ...before,
    announced: before.announced + seen.announced,
    told: [...recent(before.told, now), ...(seen.ids ?? ['']).map((id) => [id, now] as const)].slice(-MOST_TOLD),
    lastDelivery: now,
    longestQuietMs: Math.max(before.longestQuietMs, quiet),
    lags: [...before.lags, ...seen.lags.map((seconds) => [now, seconds, false] as const)].slice(-MOST_LAGS),
  };
  return { ...kept, trust: { ...kept.trust, [seen.source]: after } };
}

/** A poll found changes: each was announced by a hook, or none told of it and hooks are not trusted for now. */
export function afterPoll(kept: HooksKept, found: readonly FoundChange[], now: string): HooksKept {
  return found.reduce((state, change) => afterFound(state, change, now), kept);
}

function afterFound(kept: HooksKept, change: FoundChange, now: string): HooksKept {
  const age = Date.parse(now) - Date.parse(change.at);
  const before = kept.trust[change.source] ?? noTrust(now);
  const put = (after: SourceTrust): HooksKept => ({ ...kept, trust: { ...kept.trust, [change.source]: after } });
  if (Number.isNaN(age)) return kept;
  const withLag = (polled: boolean) =>
    [...before.lags, [now, Math.max(0, Math.round(age / 1_000)), polled] as const].slice(-MOST_LAGS);
  if (change.silent === true) return put({ ...before, silentAt: now, lags: withLag(true) });
  if (wasTold(before, change)) {
    // Orders were counted when they were told of; levels and products only show here that there was something.
    if (change.id !== undefined) return kept;
    return put({ ...before, announced: before.announced + 1, lags: withLag(false) });
  }
  if (age < TOO_YOUNG_MS) return kept;
  const lags = withLag(true);
  return put({ ...before, announced: 0, since: now, doubt: `a poll found what no webhook had told of (${now})`, lags });
}

function wasTold({ told }: SourceTrust, { id, at }: FoundChange): boolean {
  const changed = Date.parse(at);
  return told.some(([of, when]) => {
    const after = Date.parse(when) - changed;
    // By id: whenever it was told of after the change. A list is read for what changed shortly before.
    return of === '' ? Math.abs(after) <= NEAR_MS : of === id && after >= -NEAR_MS;
  });
}

function noTrust(now: string): SourceTrust {
  return { announced: 0, since: now, told: [], longestQuietMs: 0, lags: [] };
}

function recent(told: SourceTrust['told'], now: string): SourceTrust['told'] {
  return told.filter(([, at]) => Date.parse(now) - Date.parse(at) <= TOLD_FOR_MS);
}

function mapTrust(trust: HooksKept['trust'], change: (one: SourceTrust) => SourceTrust): HooksKept['trust'] {
  return Object.fromEntries(
    sources.flatMap((source) => {
      const one = trust[source];
      return one === undefined ? [] : [[source, change(one)] as const];
    }),
  );
}

/** What people see. */
export function webhooksView(kept: HooksKept | undefined, place: string | undefined, now: number): WebhooksStatus {
  const { hooks = [], problems = [], blocked, trust = {}, checkedAt } = place === undefined ? {} : (kept ?? {});
  const active = hooks.filter((hook) => hook.active).length;
  const { stretch, why } = place === undefined ? { stretch: 1 } : stretchOfAll(trust, now);
  return {
    summary: summaryOf(),
    hooks: hooks.length,
    active,
    ...defined({ checkedAt, place }),
    problems: blocked === undefined ? problems : [...problems, blocked],
    stretch,
    sources: sources.flatMap((source) => (trust[source] === undefined ? [] : [seenOf(source, trust[source], now)])),
  };

  function summaryOf(): string {
    if (place === undefined)
      return 'No webhooks: the worker has no public address (WEBHOOKS_PUBLIC_URL). Everything is polled.';
    if (kept === undefined) return 'The webhooks are not placed yet. Everything is polled.';
    const stands = `${active} of ${hooks.length} webhooks are active`;
    if (stretch === 1) return `${stands}; polled as often as without them${why === undefined ? '' : `: ${why}`}.`;
    return `${stands}, and polls are ${stretch} times as rare, because webhooks have told of every change.`;
  }
}

function seenOf(source: ChangeSource, trust: SourceTrust, now: number): SourceSeen {
  const today = trust.lags.filter(([at]) => now - Date.parse(at) <= DAY_MS);
  const seconds = today.map(([, lag]) => lag).sort((a, b) => a - b);
  const share = (part: number) => seconds[Math.min(seconds.length - 1, Math.floor(seconds.length * part))];
  const { stretch, why } = stretchOf(trust, now);
  return {
    source,
    announced: today.filter(([, , polled]) => !polled).length,
    polled: today.filter(([, , polled]) => polled).length,
    ...defined({ lagP50: share(0.5), lagP95: share(0.95), lastDelivery: trust.lastDelivery, why }),
    stretch,
  };
}
