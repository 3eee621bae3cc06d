import type { Control } from '../../../dev/stand-ins/control/control.ts';
import type { StoreCredentials, World } from '../../../dev/stand-ins/world.ts';
import type { OgoshipClient } from '../../../src/client/index.ts';
import type { SettingsPatch } from '../../../src/contract/settings.ts';
import type { During } from '../acts/act.ts';

/** Something is wrong with the code itself: a failing workflow task, a replay that differs, a defect in an activity. */
export interface Defect {
  readonly workflowId: string;
  readonly message: string;
}

/** What a life needs of its world: both sides, the product between, and time. The same at either speed. */
export interface LifeWorld {
  readonly world: World;
  readonly control: Control;
  readonly stores: readonly StoreCredentials[];
  readonly ogoship: OgoshipClient;
  readonly defects: readonly Defect[];
  /** What every store is connected with, beside what each life says. */
  readonly settings: SettingsPatch;
  /** A setting of so many minutes, as this speed takes it. */
  minutes(minutes: number): number;
  /** How often changes are looked for while something happens, and while nothing does. */
  readonly cadence: { readonly often: string; readonly seldom: string };
  /** Within the settle time: an order is listed before anybody may conclude that it is not there. */
  readonly listedLateMs: number;
  /** Waits until nothing more is to be expected; absent where that is a matter of time alone. */
  rest?(): Promise<void>;
  /** @returns whether what the judge finds at rest may still be made right, from now on */
  patience(): () => boolean;
  /** False where no life lasts for an hour: what only an hourly look finds is not found. */
  readonly looksHourly?: false;
  /** Why what is judged may not be at rest: the machine was too busy, or nothing is looked at any more. */
  readonly unrest?: string | undefined;
  /** Writes down all that can be seen of a life that broke a rule, where it may not be lived the same way again. @returns where */
  witness?(): Promise<string>;
  /** Once its stores are connected. */
  afterOpening?(): void;
  now(): number;
  /** Waits for a call, while everything else goes on. */
  wait<T>(call: Promise<T>): Promise<T>;
  /** Waits for what may be asked again, and must be answered: a machine that is busy answers late. */
  insist<T>(ask: () => Promise<T>): Promise<T>;
  /** Nothing is done for so long. */
  pass(ms: number): Promise<void>;
  /** Does something in the middle of a request that the worker sends, and is told of which: `METHOD /path`. */
  interrupt(during: During, act: (request: string) => void): void;
  /** What was to happen in the middle of a request that never came happens now. */
  endInterruptions(): void;
  /** All workers die, or are replaced by others of another build: what was in memory is gone. */
  restart(how: 'kill' | 'build'): void;
  /** The server asks every run of an order to continue as new. */
  renew(): void;
  /** How much the server did. */
  tasks(): number;
  /** Everything that was stored in histories, memos and results, as text. */
  stored(): Promise<string>;
  close(): Promise<void>;
}
