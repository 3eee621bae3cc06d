import type { FoundChange, HooksChecked, HooksSeen } from '../../contract/integration/hooks.ts';
import type { Stretch } from '../changes/cadence.ts';
import { afterCheck, afterHooks, afterPoll, afterRest, type Judging } from './hooks/hooks-trust.ts';
import { IntegrationRecord } from './integration-record.ts';
import type { IntegrationSnapshot } from './integration-snapshot.ts';
import { stretchNow } from './hooks/polls-stretch.ts';

/** What happens to an integration's webhooks, and how far polls are stretched because of it. */
export class HookedRecord extends IntegrationRecord {
  /** Where webhooks can be made to, as whoever keeps the schedules knows. */
  hooksPlaced(hooksPlace: string | undefined): void {
    if (this.snapshot.hooksPlace === hooksPlace) return;
    this.change({ hooksPlace });
    // Closer at once, rarer not: two workers that differ must not take turns.
    if (this.#now().stretch < (this.snapshot.stretch?.stretch ?? 1)) this.stretchAnew();
  }

  hooksChecked(checked: HooksChecked): void {
    // Who checks them knows the place as well as who keeps the schedules: two that differ must not take turns at once.
    this.change({ hooks: afterCheck(this.snapshot.hooks, checked, this.now()), hooksPlace: checked.place });
    this.stretchAnew();
  }

  /** They were taken away at both sides, as far as that was possible. */
  hooksRemoved(): void {
    this.change({ hooks: undefined, stretch: undefined });
  }

  /** Webhooks told of something, or a poll found what they should have told of. */
  hooksSeen(seen: HooksSeen): void {
    const { hooks } = this.snapshot;
    if (hooks === undefined) return;
    this.note({ hooks: afterHooks(hooks, seen, this.now()) });
    this.#stretchIfOther();
  }

  pollFound(found: readonly FoundChange[]): void {
    const { hooks } = this.snapshot;
    if (hooks === undefined) return;
    this.note({ hooks: afterPoll(hooks, found, this.#judging) });
    this.#stretchIfOther();
  }

  /** How far polls are stretched now. */
  stretchAnew(): void {
    if (this.snapshot.hooks !== undefined) this.change({ stretch: this.#now() });
  }

  /** Whatever stops the store, or lets it go on: while it stands, nobody reads what webhooks tell. */
  protected override change(part: Partial<IntegrationSnapshot>): void {
    const { running } = this.schedules;
    super.change(part);
    const { hooks, heedsTrouble } = this.snapshot;
    if (hooks !== undefined && heedsTrouble === true && ('failing' in part || 'triesAgain' in part))
      this.#stretchIfOther();
    if (hooks === undefined || this.schedules.running === running) return;
    if (!running) super.change({ hooks: afterRest(hooks, this.#judging) });
    super.change({ stretch: this.#now() });
  }

  get #judging(): Judging {
    return { now: this.now(), heedsTrouble: this.snapshot.heedsTrouble };
  }

  #now(): Stretch {
    return stretchNow(this.snapshot, Date.parse(this.now()));
  }

  /** A word that changes no pace wakes nobody: each waking costs a timer. */
  #stretchIfOther(): void {
    const { stretch: before } = this.snapshot;
    const { stretch, until } = this.#now();
    const mustAskAgain = until !== undefined && before?.until === undefined;
    if (stretch !== (before?.stretch ?? 1) || mustAskAgain) this.stretchAnew();
  }
}
