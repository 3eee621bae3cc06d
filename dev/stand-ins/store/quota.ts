export type Plan = 'standard' | 'pro' | 'unlimited';

const windowMs = 30_000;
const requestsPerWindow: Readonly<Record<Plan, number>> = { standard: 150, pro: 450, unlimited: Infinity };

export const isPlan = (value: unknown): value is Plan =>
  typeof value === 'string' && Object.hasOwn(requestsPerWindow, value);

/** The request quota of a store, shared by all its apps: a fixed window that starts with its first request. */
export class Quota {
  #limit: number;
  #startedAt = -Infinity;
  #used = 0;
  /** Requests of other apps, eaten at the start of every window. */
  thirdPartyUse = 0;
  readonly #now: () => number;

  constructor(plan: Plan, now: () => number) {
    this.#limit = requestsPerWindow[plan];
    this.#now = now;
  }

  get limit(): number {
    return this.#limit;
  }

  /** A plan's quota, or a number of requests per 30 s. Starts a new window. */
  set(plan: Plan | number): void {
    this.#limit = typeof plan === 'number' ? plan : requestsPerWindow[plan];
    this.#startedAt = -Infinity;
  }

  /** Takes one request from the window; false when it is spent. */
  take(): boolean {
    const now = this.#now();
    if (now - this.#startedAt >= windowMs) {
      this.#startedAt = now;
      this.#used = 0;
    }
    if (this.left <= 0) return false;
    this.#used++;
    return true;
  }

  get left(): number {
    return Math.max(0, this.#limit - this.thirdPartyUse - this.#used);
  }

  /** Milliseconds until the window ends. */
  get resetMs(): number {
    return Math.max(0, this.#startedAt + windowMs - this.#now());
  }

  /** What every answer carries; nothing on a plan without a quota. */
  headers(): Record<string, string> {
    if (!Number.isFinite(this.#limit)) return {};
    return {
      'x-rate-limit-time-window-ms': String(windowMs),
      'x-rate-limit-time-reset-ms': String(this.resetMs),
      'x-rate-limit-requests-quota': String(this.#limit),
      'x-rate-limit-requests-left': String(this.left),
    };
  }
}
