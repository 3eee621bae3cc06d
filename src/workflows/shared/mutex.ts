import { condition } from '@temporalio/workflow';

/** Lets one at a time through, in the order of asking. */
export class Turns {
  #next = 0;
  #serving = 0;

  async take<T>(action: () => Promise<T>): Promise<T> {
    const mine = this.#next++;
    await condition(() => this.#serving === mine);
    try {
      return await action();
    } finally {
      this.#serving += 1;
    }
  }
}
