import type { FoundChange, HooksChecked, HooksSeen } from '../../contract/integration/hooks.ts';
import { stretchOfAll } from '../changes/cadence.ts';
import { afterCheck, afterHooks, afterPoll } from './hooks-trust.ts';
import { IntegrationRecord } from './integration-record.ts';

/** What happens to an integration's webhooks, and how far polls are stretched because of it. */
export class HookedRecord extends IntegrationRecord {
  /** Where webhooks can be made to, as whoever keeps the schedules knows. */
  hooksPlaced(hooksPlace: string | undefined): void {
    if (this.snapshot.hooksPlace !== hooksPlace) this.change({ hooksPlace });
  }

  hooksChecked(checked: HooksChecked): void {
    // Who checks them knows the place as well as who keeps the schedules: two that differ must not take turns at once.
    this.change({ hooks: afterCheck(this.snapshot.hooks, checked, this.now()), hooksPlace: checked.place });
    this.stretchAnew();
  }

  /** They were taken away at both sides, as far as that was possible. */
  hooksRemoved(): void {
    this.change({ hooks: undefined });
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
    this.note({ hooks: afterPoll(hooks, found, this.now()) });
    this.#stretchIfOther();
  }

  /** How far polls are stretched now. */
  stretchAnew(): void {
    const { hooks, hooksPlace } = this.snapshot;
    if (hooks === undefined) return;
    const trusted = hooksPlace !== undefined && hooks.place === hooksPlace;
    this.change({ stretch: trusted ? stretchOfAll(hooks.trust, Date.parse(this.now())) : { stretch: 1 } });
  }

  /** A word that changes no pace wakes nobody: each waking costs a timer. */
  #stretchIfOther(): void {
    const { hooks, stretch } = this.snapshot;
    const now = stretchOfAll(hooks?.trust ?? {}, Date.parse(this.now()));
    if (now.stretch !== (stretch?.stretch ?? 1) || stretch?.until === undefined) this.stretchAnew();
  }
}
