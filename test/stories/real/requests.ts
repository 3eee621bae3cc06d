import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, FaultKind, FaultRule } from '../../../dev/stand-ins/faults.ts';
import type { Random } from '../../../dev/stand-ins/random.ts';
import type { World } from '../../../dev/stand-ins/world.ts';
import type { During } from '../acts/act.ts';

interface Interruption extends During {
  left: number;
  readonly act: (request: string) => void;
}

/** Soon enough to come before the answer is heard, and after the request took effect. */
const AFTER_MS = 1;

/** What every life has of them, beside the faults that are acts: those that are over by themselves, and need no person. */
const EVERYDAY: FaultRule & { readonly kinds: FaultKind[] } = {
  rate: 0.1,
  kinds: ['latency', '429', '500', '500-after', '503', 'html-502', 'reset-before', 'reset-after', 'late-effect'],
};

/** After the last write nothing more is on its way. */
const QUIET_MS = 3_000;

/** What the real worker asks both sides: every request asks for its fault before it takes effect. */
export class Requests {
  readonly #waiting: Interruption[] = [];
  readonly #polls = new Map<string, number>();
  readonly #random: Random;
  #everyday = false;
  #wroteAt = 0;
  count = 0;
  faults = 0;

  constructor({ faults }: World, random: Random) {
    this.#random = random;
    const pick = faults.pick.bind(faults);
    faults.pick = (side, method, path) => {
      this.count += 1;
      this.#note(method, path);
      this.#interrupt(method, path);
      const fault = pick(side, method, path) ?? this.#drawn();
      if (fault !== undefined) this.faults += 1;
      return fault;
    };
  }

  add(during: During, act: Interruption['act']): void {
    this.#waiting.push({ ...during, left: during.requests, act });
  }

  /** One request in ten fails from now on. */
  begin(): void {
    this.#everyday = true;
  }

  /** Nothing fails any more, and what was to happen in the middle of a request happens now. */
  end(): void {
    this.#everyday = false;
    for (const { act } of this.#waiting.splice(0)) act('');
  }

  /** @returns whether each of these stores was looked at so often since then, and nothing was written of late */
  looks(storeHashes: readonly string[]): (times: number) => boolean {
    const polls = (hash: string): number => this.#polls.get(hash) ?? 0;
    const before = storeHashes.map((hash) => [hash, polls(hash)] as const);
    return (times) =>
      Date.now() - this.#wroteAt > QUIET_MS && before.every(([hash, from]) => polls(hash) - from >= times);
  }

  #note(method: string, path: string): void {
    if (method !== 'GET' && !path.includes('/OAuth/')) this.#wroteAt = Date.now();
    const [, hash] = /^\/stores\/([^/]+)\/v2\/orders$/.exec(path) ?? [];
    if (method === 'GET' && hash !== undefined) this.#polls.set(hash, (this.#polls.get(hash) ?? 0) + 1);
  }

  #interrupt(method: string, path: string): void {
    const isWrite = method !== 'GET' && !path.includes('/OAuth/');
    for (const each of this.#waiting) if (isWrite || each.writes !== true) each.left -= 1;
    for (const each of this.#waiting.filter(({ left }) => left < 0)) {
      this.#waiting.splice(this.#waiting.indexOf(each), 1);
      const act = (): void => each.act(`${method} ${path}`);
      if (each.effect === 'before') act();
      else setTimeout(act, AFTER_MS);
    }
  }

  #drawn(): Fault | undefined {
    if (!this.#everyday || !this.#random.chance(EVERYDAY.rate)) return undefined;
    return { kind: this.#random.pick(EVERYDAY.kinds), rule: EVERYDAY };
  }
}

/** Waits for a state, at least and at most so long. @returns whether it came */
export async function until(isSo: () => boolean, leastMs: number, mostMs: number): Promise<boolean> {
  const from = Date.now();
  await sleep(leastMs);
  while (!isSo()) {
    if (Date.now() - from > mostMs) return false;
    await sleep(250);
  }
  return true;
}
