import type { Tell } from './events.ts';

/** Where the walk's events go. */
export interface Screen {
  readonly tell: Tell;
  /** Waits until everything told so far is on the terminal. */
  close(): Promise<void>;
}
