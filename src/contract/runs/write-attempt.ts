/**
 * So long one attempt of a write that must take effect once may go on. Milliseconds. A run that follows one that was ended
 * from outside waits it out, and the settle time: until then what the other one sent may still land.
 */
export const WRITE_ATTEMPT_MS = 180_000;
