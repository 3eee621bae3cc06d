/** What an integration made its schedules, in the memo of its run: a list shows it without asking anybody. */
export interface SchedulesMemo extends ScheduleSeen {
  readonly running: boolean;
  /** The merchant's cadence, for example `5m`; `null`: the worker's. */
  readonly every: string | null;
  readonly stretch?: number;
  readonly why?: string;
  /** They could not be updated: only the schedules themselves show how they stand. */
  readonly unconfirmed?: true;
}

export interface ScheduleSeen {
  /** Where the worker can have webhooks made to; absent where it cannot. */
  readonly hooksPlace?: string;
  /** The person's note; absent where nobody has paused it. */
  readonly pausedByPerson?: string;
}
