import type { World } from '../../../dev/stand-ins/world.ts';
import type { During } from '../acts/act.ts';

interface Interruption extends During {
  left: number;
  readonly act: (request: string) => void;
}

/** Soon enough to come before the answer is heard, and after the request took effect. */
const AFTER_MS = 1;

/** Acts that come in the middle of a request of the real worker: every request asks for its fault before it takes effect. */
export function interruptionsOf({ faults }: World) {
  const waiting: Interruption[] = [];
  const pick = faults.pick.bind(faults);
  faults.pick = (side, method, path) => {
    const isWrite = method !== 'GET' && !path.includes('/OAuth/');
    for (const each of waiting) if (isWrite || each.writes !== true) each.left -= 1;
    for (const each of waiting.filter(({ left }) => left < 0)) {
      waiting.splice(waiting.indexOf(each), 1);
      const act = (): void => each.act(`${method} ${path}`);
      if (each.effect === 'before') act();
      else setTimeout(act, AFTER_MS);
    }
    return pick(side, method, path);
  };
  return {
    add: (during: During, act: Interruption['act']): void => {
      waiting.push({ ...during, left: during.requests, act });
    },
    end: (): void => {
      for (const { act } of waiting.splice(0)) act('');
    },
  };
}
