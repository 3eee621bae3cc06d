/** What became of a delivery. */
export const outcomes = [
  'sent',
  'covered',
  'foreign',
  'disconnected',
  'unknown-path',
  'wrong-secret',
  'too-large',
  'flooded',
  'not-accepted',
  'unreadable',
] as const;
export type Outcome = (typeof outcomes)[number];

const LATEST = 'ogoship_webhook_latest_delivery_timestamp_seconds';
const taken: ReadonlySet<Outcome> = new Set(['sent', 'covered', 'foreign', 'disconnected']);

/** Upper bounds of the histogram of answers, in seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3];

/** The receiver's own figures, in Prometheus's text format: it runs without the worker's native part. */
export class Counters {
  readonly #deliveries = new Map<string, number>();
  /** Seconds of the epoch, by side: of what was taken, and not what was refused. */
  readonly #latest = new Map<string, number>();
  readonly #buckets = BUCKETS.map(() => 0);
  readonly #unanswered: () => number;
  #seconds = 0;
  #answers = 0;

  /** @param unanswered hints that Temporal was given and has not answered */
  constructor(unanswered: () => number = () => 0) {
    this.#unanswered = unanswered;
  }

  count(side: string, outcome: Outcome): void {
    const key = `side="${side}",outcome="${outcome}"`;
    this.#deliveries.set(key, (this.#deliveries.get(key) ?? 0) + 1);
    if (taken.has(outcome)) this.#latest.set(side, Math.floor(Date.now() / 1_000));
  }

  answered(ms: number): void {
    this.#answers += 1;
    this.#seconds += ms / 1_000;
    BUCKETS.forEach((bound, index) => {
      if (ms <= bound * 1_000) this.#buckets[index] = (this.#buckets[index] ?? 0) + 1;
    });
  }

  get text(): string {
    const name = 'ogoship_webhook_answer_seconds';
    return [
      '# HELP ogoship_webhook_deliveries_total Deliveries of webhooks, by side and by what became of them.',
      '# TYPE ogoship_webhook_deliveries_total counter',
      ...[...this.#deliveries].map(([labels, count]) => `ogoship_webhook_deliveries_total{${labels}} ${count}`),
      `# HELP ${LATEST} When a webhook of a side was last taken.`,
      `# TYPE ${LATEST} gauge`,
      ...[...this.#latest].map(([side, at]) => `${LATEST}{side="${side}"} ${at}`),
      `# HELP ${name} From a delivery's arrival to its answer.`,
      `# TYPE ${name} histogram`,
      ...BUCKETS.map((bound, index) => `${name}_bucket{le="${bound}"} ${this.#buckets[index] ?? 0}`),
      `${name}_bucket{le="+Inf"} ${this.#answers}`,
      `${name}_sum ${this.#seconds}`,
      `${name}_count ${this.#answers}`,
      '# HELP ogoship_webhook_hints_unanswered Hints that Temporal was given and has not answered.',
      '# TYPE ogoship_webhook_hints_unanswered gauge',
      `ogoship_webhook_hints_unanswered ${this.#unanswered()}`,
      '',
    ].join('\n');
  }
}
