import type { OgoshipClient } from '../../src/client/index.ts';
import { Unavailable } from '../../src/client/index.ts';
import type { BothSides, Sides } from './both-sides.ts';
import type { StepName, Tell, Witness } from './events.ts';
import type { Stack } from './stack.ts';
import { unless } from './stop-signal.ts';
import { WalkError } from './walk-error.ts';

export type Shop = ReturnType<OgoshipClient['integration']>;

/** What a look at the world found: what was waited for, or what is there in its place. */
export type Look<T> = { readonly found: T } | { readonly seen: readonly string[] };

export interface StepContext {
  readonly stack: Stack;
  readonly shop: Shop;
  readonly sides: BothSides;
  readonly tell: Tell;
  /** Aborted by Ctrl-C, or when a process is gone for good. */
  readonly stop: AbortSignal;
}

/** Generous: a killed worker may have to come back, on a machine that does other things too. */
const STEP_WITHIN_MS = 150_000;

/** One step of the walk: what it may use, and how it tells what it does, waits for and has verified. */
export class Step {
  readonly name: StepName;
  readonly stack: Stack;
  readonly shop: Shop;
  readonly sides: BothSides;
  readonly #tell: Tell;
  readonly #stop: AbortSignal;
  readonly #deadline = performance.now() + STEP_WITHIN_MS;
  #link: string | undefined;

  constructor(name: StepName, { stack, shop, sides, tell, stop }: StepContext) {
    this.name = name;
    this.stack = stack;
    this.shop = shop;
    this.sides = sides;
    this.#tell = tell;
    this.#stop = stop;
  }

  /** The run that the step was about last, in the Web UI. */
  get link(): string | undefined {
    return this.#link;
  }

  show(text: string): void {
    this.#tell({ event: 'shown', step: this.name, text });
  }

  progress(done: number, total: number): void {
    this.#tell({ event: 'progress', step: this.name, done, total });
  }

  run(workflowId: string): void {
    this.#link = `${this.stack.ui}/namespaces/${this.stack.temporal.namespace}/workflows/${pathPart(workflowId)}`;
    this.#tell({ event: 'run', step: this.name, workflowId, link: this.#link });
  }

  verified(side: Witness, text: string): void {
    this.#tell({ event: 'verified', step: this.name, side, text });
  }

  /** Ends the step unless `ok`. */
  require(ok: boolean, expected: string, seen: readonly string[]): asserts ok {
    if (!ok) throw new WalkError({ expected, seen });
  }

  /** Looks at both sides whenever something happens there, until what is looked for has come true. */
  async until<T>(what: string, look: (sides: Sides) => Look<T> | Promise<Look<T>>): Promise<T> {
    this.#tell({ event: 'waiting', step: this.name, what });
    for (;;) {
      const result = await unless(this.#stop, this.sides.read().then(look));
      if ('found' in result) return result.found;
      if (performance.now() > this.#deadline) throw new WalkError({ expected: what, seen: result.seen });
      await unless(this.#stop, this.sides.untilSomethingHappens());
    }
  }

  /** A call of the client that the person at the terminal waits for. */
  ask<T>(what: string, call: () => Promise<T>): Promise<T> {
    this.#tell({ event: 'waiting', step: this.name, what });
    return this.patiently(what, call);
  }

  /** A call of the client. While no worker answers, it is asked again: the worker may just be coming back. */
  async patiently<T>(what: string, call: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await unless(this.#stop, call());
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        if (performance.now() > this.#deadline) throw new WalkError({ expected: what, seen: [error.message] });
      }
      await unless(this.#stop, this.sides.untilSomethingHappens());
    }
  }
}

/** An id as part of a path; a colon may stay, and reads better. */
function pathPart(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':');
}
