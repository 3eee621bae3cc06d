import { Listr, type DefaultRenderer, type ListrTaskWrapper, type SimpleRenderer } from 'listr2';
import { stepNames, steps, type StepName, type WalkEvent } from './events.ts';
import { environmentLines, failureLines, progressText, runLine, Tally, verifiedLine, workerLine } from './lines.ts';
import type { Screen } from './screen.ts';

type Item = ListrTaskWrapper<undefined, typeof DefaultRenderer, typeof SimpleRenderer>;

/** A line of the checklist: what is told before listr has begun it is kept for it. */
interface Line {
  readonly early: ((item: Item) => void)[];
  item?: Item;
  readonly ended: Promise<void>;
  end(failed?: Error): void;
}

/** The guide as a checklist on a terminal, its lines ticked as they come true. */
export function checklistScreen(write: (line: string) => void): Screen {
  const tally = new Tally();
  const lines = new Map(stepNames.map((name) => [name, newLine()]));
  let running: Promise<void> | undefined;
  let current: StepName | undefined;
  let closing: Promise<void> | undefined;

  const begin = (): Promise<void> =>
    new Listr<undefined>(
      stepNames.map((name) => ({
        title: steps[name],
        task: (_context, item) => {
          const line = lines.get(name);
          if (line === undefined) return undefined;
          line.item = item;
          for (const draw of line.early.splice(0)) draw(item);
          return line.ended;
        },
        rendererOptions: { persistentOutput: true, outputBar: Infinity },
      })),
      { registerSignalListeners: false, rendererOptions: { showErrorMessage: false, formatOutput: 'wrap' } },
    )
      .run()
      .then(
        () => undefined,
        () => undefined, // a failed step is told below the checklist
      );

  const draw = (step: StepName, how: (item: Item) => void): void => {
    const line = lines.get(step);
    if (line?.item !== undefined) how(line.item);
    else line?.early.push(how);
  };
  const print = (step: StepName, text: string): void =>
    draw(step, (item) => {
      item.output = text;
    });
  const retitle = (step: StepName, text: string): void =>
    draw(step, (item) => {
      item.title = text === '' ? steps[step] : `${steps[step]} … ${text}`;
    });
  const close = async (): Promise<void> => {
    for (const line of lines.values()) line.end(new Error('stopped'));
    await running;
  };

  const aside = (text: string): void => {
    if (current === undefined) write(text);
    else print(current, text);
  };

  const tell = (event: WalkEvent): void => {
    tally.take(event);
    switch (event.event) {
      case 'note':
        aside(event.text);
        break;
      case 'environment':
        environmentLines(event).forEach(write);
        break;
      case 'worker':
        aside(workerLine(event));
        break;
      case 'step':
        if (event.state === 'started') {
          current = event.step;
          running ??= begin();
        } else if (event.state === 'done') {
          retitle(event.step, `${event.seconds.toFixed(1)} s`);
          lines.get(event.step)?.end();
        } else {
          retitle(event.step, '');
          for (const line of failureLines(event.failure)) print(event.step, line);
          lines.get(event.step)?.end(new Error(event.failure.message));
        }
        break;
      case 'waiting':
        retitle(event.step, event.what);
        break;
      case 'progress':
        retitle(event.step, progressText(event.done, event.total));
        break;
      case 'shown':
        print(event.step, event.text);
        break;
      case 'verified':
        print(event.step, verifiedLine(event.side, event.text));
        break;
      case 'run':
        print(event.step, runLine(event.link));
        break;
      case 'finished':
        current = undefined;
        // The checklist is drawn to its end first, so that the summary stands below it.
        closing = close().then(() => tally.finishedLines(event).forEach(write));
        break;
    }
  };
  return { tell, close: () => closing ?? close() };
}

function newLine(): Line {
  let end: Line['end'] = () => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    end = (failed) => (failed === undefined ? resolve() : reject(failed));
  });
  ended.catch(() => undefined); // a line that listr never began has nobody who listens
  return { early: [], ended, end };
}
