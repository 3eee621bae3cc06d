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
          write(event.text);
          break;
        case 'environment':
          environmentLines(event).forEach(write);
          break;
        case 'worker':
          write(workerLine(event));
          break;
        case 'step':
          if (event.state === 'started')
            write(`
${steps[event.step]}`);
          else if (event.state === 'done') write(`  done in ${event.seconds.toFixed(1)} s`);
          else for (const line of failureLines(event.failure)) write(`  ${line}`);
          break;
        case 'waiting':
          // Asked again and again, it is still the same wait.
          if (event.what !== waitingFor) write(`  … ${event.what}`);
          waitingFor = event.what;
          break;
        case 'progress': {
          const tenth = Math.floor((10 * event.done) / Math.max(1, event.total));
          if (tenth !== tenths.get(event.step)) write(`  ${progressText(event.done, event.total)}`);
          tenths.set(event.step, tenth);
          break;
        }
        case 'shown':
          write(`  ${event.text}`);
          break;
        case 'verified':
          write(`  ${verifiedLine(event.side, event.text)}`);
          break;
        case 'run':
          write(`  ${runLine(event.link)}`);
          break;
        case 'finished':
          tally.finishedLines(event).forEach(write);
          break;
      }
    },
    close: () => Promise.resolve(),
  };
}
