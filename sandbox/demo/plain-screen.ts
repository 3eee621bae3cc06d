import { steps } from './events.ts';
import { environmentLines, failureLines, progressText, runLine, Tally, verifiedLine, workerLine } from './lines.ts';
import type { Screen } from './screen.ts';

/** Plain lines, for a pipe, a log, or a terminal that can do no more. */
export function plainScreen(write: (line: string) => void): Screen {
  const tally = new Tally();
  const tenths = new Map<string, number>();
  let waitingFor = '';
  return {
    tell: (event) => {
      tally.take(event);
      switch (event.event) {
        case 'note':
          return write(event.text);
        case 'environment':
          return environmentLines(event).forEach(write);
        case 'worker':
          return write(workerLine(event));
        case 'step':
          if (event.state === 'started') return write(`\n${steps[event.step]}`);
          if (event.state === 'failed') return failureLines(event.failure).forEach((line) => write(`  ${line}`));
          return write(`  done in ${event.seconds.toFixed(1)} s`);
        case 'waiting':
          // Asked again and again, it is still the same wait.
          if (event.what !== waitingFor) write(`  … ${event.what}`);
          waitingFor = event.what;
          return;
        case 'progress': {
          const tenth = Math.floor((10 * event.done) / Math.max(1, event.total));
          if (tenth !== tenths.get(event.step)) write(`  ${progressText(event.done, event.total)}`);
          tenths.set(event.step, tenth);
          return;
        }
        case 'shown':
          return write(`  ${event.text}`);
        case 'verified':
          return write(`  ${verifiedLine(event.side, event.text)}`);
        case 'run':
          return write(`  ${runLine(event.link)}`);
        case 'finished':
          return tally.finishedLines(event).forEach(write);
      }
    },
    close: () => Promise.resolve(),
  };
}
