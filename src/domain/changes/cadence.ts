import type { ChangeSource } from '../../contract/changes.ts';
import type { SourceTrust } from '../../contract/integration/hooks.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** However far hooks are trusted, a source is looked at once an hour: a little sooner, as longer intervals are watched by nobody. */
const LONGEST_MS = HOUR - MINUTE;
/** How many times its interval a source may wait, and how many changes in a row must have been announced for it. */
const STEPS = [
  { stretch: 1, announced: 0 },
  { stretch: 2, announced: 3 },
  { stretch: 4, announced: 6 },
  { stretch: 8, announced: 10 },
  { stretch: 12, announced: 15 },
] as const;
/** Each step is stood on for so long before the next. */
const STEP_MS = HOUR;
/** Silence is natural for so long, and for three times the longest that there was. */
const NATURAL_SILENCE_MS = 6 * HOUR;
/** An odd silence is looked into for so long: where nothing was missed, it was real. */
const LOOKED_INTO_MS = HOUR;
/** A change of a kind that no hook tells of is likely followed by others. */
const SILENT_KIND_MS = DAY;

/** Without these a run of latest changes has nothing to look at; products are asked for by its own count. */
const pacing: readonly ChangeSource[] = ['storeOrders', 'myogoOrders', 'myogoStock'];

/** How far the poll of a source, or of all, is stretched. */
export interface Stretch {
  readonly stretch: number;
  /** Why not further. */
  readonly why?: string;
  /** The silence is odd: the hooks are looked at. */
  readonly odd?: true;
  /** Epoch ms at which it is to be asked again; absent where time alone changes nothing. */
  readonly until?: number;
}

/**
 * How long after a look a source is due again.
 * @param everyMs its shortest interval: what a merchant set, or the worker's. A longer one than an hour stays as it is.
 */
export function dueAfterMs(everyMs: number, stretch: number): number {
  return Math.max(everyMs, Math.min(LONGEST_MS, everyMs * stretch));
}

/** A run looks at all sources: the least trusted one sets its pace. */
export function stretchOfAll(trust: { readonly [S in ChangeSource]?: SourceTrust }, now: number): Stretch {
  const each = pacing.map((source) => stretchOf(trust[source], now));
  const least = each.reduce((a, b) => (b.stretch < a.stretch ? b : a));
  const times = each.flatMap(({ until }) => (until === undefined ? [] : [until]));
  const { stretch, why } = least;
  return {
    stretch,
    ...(each.some(({ odd }) => odd === true) ? { odd: true } : {}),
    ...(why === undefined ? {} : { why }),
    ...(times.length === 0 ? {} : { until: Math.min(...times) }),
  };
}

/** How far one source's hooks have proved themselves. */
export function stretchOf(trust: SourceTrust | undefined, now: number): Stretch {
  if (trust === undefined) return { stretch: 1, why: 'no webhook has told of a change yet' };
  const { announced, since, doubt, silentAt } = trust;
  const silentUntil = silentAt === undefined ? 0 : Date.parse(silentAt) + SILENT_KIND_MS;
  if (now < silentUntil) {
    return { stretch: 1, why: 'it changed in a way that no webhook tells of', until: silentUntil };
  }
  const silence = silenceOf(trust, now);
  if (silence.odd) return { stretch: 1, why: silence.why, odd: true, until: silence.until };
  const hours = Math.floor((now - Date.parse(since)) / STEP_MS);
  const earned = STEPS.filter((step) => announced >= step.announced).length - 1;
  const stood = Math.min(earned, Math.max(0, hours));
  const step = STEPS[stood] ?? STEPS[0];
  const next = stood < earned ? Date.parse(since) + (stood + 1) * STEP_MS : undefined;
  const why =
    stood === STEPS.length - 1
      ? undefined
      : (doubt ?? `webhooks have told of ${announced} ${announced === 1 ? 'change' : 'changes'} in a row`);
  return {
    stretch: step.stretch,
    ...(why === undefined ? {} : { why }),
    until: Math.min(next ?? Infinity, silence.until),
  };
}

/** Odd for an hour at each threshold: what the store's history would suggest, three times that, nine times, and so on. */
function silenceOf(
  { lastDelivery, since, longestQuietMs }: SourceTrust,
  now: number,
): { readonly odd: boolean; readonly why: string; readonly until: number } {
  const last = Date.parse(lastDelivery ?? since);
  let threshold = Math.max(NATURAL_SILENCE_MS, 3 * longestQuietMs);
  while (now >= last + threshold + LOOKED_INTO_MS) threshold *= 3;
  const odd = now >= last + threshold;
  return {
    odd,
    why: `no webhook came for ${Math.round((now - last) / HOUR)} hours`,
    until: odd ? last + threshold + LOOKED_INTO_MS : last + threshold,
  };
}
