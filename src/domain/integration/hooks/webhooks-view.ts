import type { ChangeSource } from '../../../contract/changes.ts';
import { defined } from '../../../contract/defined.ts';
import type { HooksKept, SourceSeen, SourceTrust, WebhooksStatus } from '../../../contract/integration/hooks.ts';
import { stretchOf, type Stretch } from '../../changes/cadence.ts';

const DAY_MS = 86_400_000;
/** As people read them. */
const sources: readonly ChangeSource[] = ['storeOrders', 'myogoOrders', 'myogoStock', 'storeProducts'];

/**
 * What people see.
 * @param before why there are none yet, or none any more, and no worker was asked where they can be made to
 */
export function webhooksView(
  kept: HooksKept | undefined,
  place: string | undefined,
  { stretch, why }: Stretch,
  now: number,
  before?: string,
): WebhooksStatus {
  const { hooks = [], problems = [], blocked, trust = {}, checkedAt } = place === undefined ? {} : (kept ?? {});
  const active = hooks.filter((hook) => hook.active).length;
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
    if (before !== undefined && kept === undefined) return `No webhooks: ${before}.`;
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
    ...countsOf(trust, now),
    ...defined({ lagP50: share(0.5), lagP95: share(0.95), lastDelivery: trust.lastDelivery, why }),
    stretch,
  };
}

function countsOf({ hours, lags }: SourceTrust, now: number): Pick<SourceSeen, 'announced' | 'polled'> {
  // Kept by a run of before: the latest hundred.
  const each = hours ?? lags.map(([at, , polled]) => [at, polled ? 0 : 1, polled ? 1 : 0] as const);
  const today = each.filter(([at]) => now - Date.parse(at) <= DAY_MS);
  return {
    announced: today.reduce((sum, [, announced]) => sum + announced, 0),
    polled: today.reduce((sum, [, , polled]) => sum + polled, 0),
  };
}
