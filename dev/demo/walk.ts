import { OgoshipClient } from '../../src/client/index.ts';
import { BothSides } from './both-sides.ts';
import { day } from './day-step.ts';
import { stepNames, type Failure, type StepName, type Tell } from './events.ts';
import { install } from './install-step.ts';
import { products } from './products-step.ts';
import { shippingMethods } from './shipping-step.ts';
import type { Stack } from './stack.ts';
import { Step } from './step.ts';
import { Stopped } from './stop-signal.ts';
import { WalkError } from './walk-error.ts';

/**
 * Walks through the merchant's guide, step by step, verifying each on both sides.
 * @returns whether every step came true; what did not is told
 * @throws Stopped after Ctrl-C
 */
export async function walk(stack: Stack, tell: Tell, stopped: AbortSignal): Promise<boolean> {
  const stop = AbortSignal.any([stopped, stack.lost]);
  const ogoship = await OgoshipClient.connect({ temporal: stack.temporal, credentialKeys: stack.credentialKeys });
  try {
    await ogoship.setUp(); // the hourly maintenance, as everywhere
    const shop = ogoship.integration(stack.storeHash);
    const sides = new BothSides(stack.sandbox, stack.storeHash);
    const connectedAt = new Date().toISOString();
    const work: Record<StepName, (step: Step) => Promise<void>> = {
      install,
      products: (step) => products(step, connectedAt),
      shipping: shippingMethods,
      day: (step) => day(step, connectedAt),
    };
    for (const name of stepNames) {
      const started = performance.now();
      const step = new Step(name, { stack, shop, sides, tell, stop });
      tell({ event: 'step', step: name, state: 'started' });
      try {
        await work[name](step);
      } catch (error) {
        if (error instanceof Stopped) throw error;
        tell({ event: 'step', step: name, state: 'failed', failure: failureOf(error, step.link) });
        return false;
      }
      tell({ event: 'step', step: name, state: 'done', seconds: (performance.now() - started) / 1000 });
    }
    return true;
  } finally {
    // A call that is still being repeated would throw into nobody's hands when its channel is closed under it.
    if (!stop.aborted) await ogoship.close();
  }
}

function failureOf(error: unknown, link: string | undefined): Failure {
  const at = link === undefined ? {} : { link };
  if (error instanceof WalkError) return { message: error.message, seen: error.seen, ...at };
  if (!(error instanceof Error)) return { message: String(error), seen: [], ...at };
  // A defect of the walk, or an answer that nobody foresaw: whoever mends it needs its place.
  return { message: error.message, seen: (error.stack ?? '').split('\n').slice(1, 6), ...at };
}
