import { condition, continueAsNew, defineQuery, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';

/** A run of an older version has no handler for `work`. */
export interface BusyInput {
  readonly part: number;
  readonly deaf?: boolean;
}

export const work = defineUpdate<number, [held: boolean]>('work');
export const begun = defineQuery<number>('begun');
export const letGo = defineSignal('letGo');
export const end = defineSignal<['complete' | 'renew']>('end');
export const large = defineQuery<string>('large');

/** Its updates are under way until they are let go; it ends, or continues as new, without waiting for them where it is told. */
export async function busy({ part, deaf = false }: BusyInput): Promise<void> {
  let running = 0;
  let free = false;
  let how: 'complete' | 'renew' | undefined;
  if (!deaf) {
    setHandler(work, async (held) => {
      running += 1;
      await condition(() => free || !held);
      running -= 1;
      return part;
    });
  }
  setHandler(begun, () => running);
  setHandler(letGo, () => {
    free = true;
  });
  setHandler(end, (way) => {
    how = way;
  });
  setHandler(large, () => 'x'.repeat(5_000_000));
  await condition(() => how !== undefined);
  if (how === 'renew') await continueAsNew<typeof busy>({ part: part + 1 });
}
