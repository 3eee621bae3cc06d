import type { Failure, NextTry, WalkEvent, Witness } from './events.ts';
import { stepNames, steps, type StepName } from './events.ts';

/** Texts that both screens for people share. */

const witnesses: Record<Witness, string> = { store: 'store    ', warehouse: 'warehouse', run: 'run      ' };

export const verifiedLine = (side: Witness, text: string): string => `✔ ${witnesses[side]} ${text}`;

export const runLine = (link: string): string => `↗ ${link}`;

export function environmentLines(event: WalkEvent & { event: 'environment' }): string[] {
  return [
    `Temporal   ${event.temporal}, Web UI ${event.ui}`,
    `store      ${event.storeUrl}, hash ${event.storeHash}`,
    `warehouse  ${event.warehouseUrl}`,
    `logs       ${event.workerLog}, ${event.serverLog}`,
    `database   ${event.databaseFile ?? 'in memory'}`,
  ];
}

export function workerLine(event: WalkEvent & { event: 'worker' }): string {
  return event.state === 'ready'
    ? `The worker takes tasks (process ${event.pid}).`
    : `The worker ended (${event.how}); starting it again.`;
}

export function failureLines({ message, seen, link }: Failure): string[] {
  return [
    `✘ ${message}`,
    ...seen.map((line) => `  seen: ${line}`),
    ...(link === undefined ? [] : [`  ${runLine(link)}`]),
  ];
}

const BAR_WIDTH = 24;

export function progressText(done: number, total: number): string {
  const filled = total === 0 ? BAR_WIDTH : Math.round((done / total) * BAR_WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${done} of ${total}`;
}

/** What a walk has come to, for its last lines. */
export class Tally {
  readonly #verified = new Map<StepName, Record<Witness, number>>();
  readonly #seconds = new Map<StepName, number>();
  #logs: string[] = [];

  take(event: WalkEvent): void {
    if (event.event === 'verified') {
      const counts = this.#verified.get(event.step) ?? { store: 0, warehouse: 0, run: 0 };
      counts[event.side] += 1;
      this.#verified.set(event.step, counts);
    } else if (event.event === 'step' && event.state === 'done') {
      this.#seconds.set(event.step, event.seconds);
    } else if (event.event === 'environment') {
      this.#logs = [event.workerLog, event.serverLog];
    }
  }

  finishedLines({ ok, seconds, next }: { ok: boolean; seconds: number; next: readonly NextTry[] }): string[] {
    const width = Math.max(...stepNames.map((name) => steps[name].length));
    const rows = stepNames.map((name) => {
      const counts = this.#verified.get(name) ?? { store: 0, warehouse: 0, run: 0 };
      const took = this.#seconds.get(name);
      const time = took === undefined ? 'not done' : `${took.toFixed(1)} s`;
      const cell = (n: number) => String(n).padStart(9);
      return `${steps[name].padEnd(width)} ${cell(counts.store)} ${cell(counts.warehouse)}  ${time.padStart(8)}`;
    });
    return [
      '',
      `${'verified on the'.padEnd(width)} ${'store'.padStart(9)} ${'warehouse'.padStart(9)}  ${'time'.padStart(8)}`,
      ...rows,
      '',
      ok
        ? `Every step was verified on both sides, in ${seconds.toFixed(1)} s.`
        : `The walk did not end well, after ${seconds.toFixed(1)} s. Logs: ${this.#logs.join(', ')}`,
      ...(next.length === 0 ? [] : ['', 'What to try next:']),
      ...next.flatMap(({ what, command }) => [`· ${what}`, `    ${command}`]),
      ...(next.length === 0 ? [] : ['', 'Ctrl-C ends everything.']),
    ];
  }
}
