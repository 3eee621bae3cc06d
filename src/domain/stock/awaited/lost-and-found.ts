import { defined } from '../../../contract/defined.ts';
import type { GoodsInSnapshot } from '../goods-in-snapshot.ts';

/** Whether what is awaited is lost, because somebody deleted a run that kept it, and how much of it was found again. */
export class LostAndFound {
  isLost: boolean;
  #found: number | undefined;

  constructor(carried: GoodsInSnapshot | undefined, lost: boolean) {
    this.isLost = lost || carried?.lost === true;
    this.#found = carried?.foundAgain;
  }

  /** SKUs that are awaited again; `undefined` where none were ever lost. */
  get found(): number | undefined {
    return this.#found;
  }

  wasFound(count: number): void {
    this.isLost = false;
    this.#found = count;
  }

  /** @throws while it is lost: nobody can say what is not awaited */
  mustBeFound(): void {
    if (this.isLost) throw new TypeError('What was awaited is lost, and is not found again yet.');
  }

  get carried(): Pick<GoodsInSnapshot, 'lost' | 'foundAgain'> {
    return { ...(this.isLost ? { lost: true } : {}), ...defined({ foundAgain: this.#found }) };
  }
}
