/** One process's connection to the machine. Cut off, it answers no more: its process is dead. */
export interface Wire {
  dead: boolean;
}

/** Asked anew after each wait: a kill may have come meanwhile. */
export function isDead(wire: Wire): boolean {
  return wire.dead;
}

/** What who is dead hears. */
export function never(): Promise<never> {
  return new Promise<never>(() => undefined);
}
