import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

export const usage = `npm run stories -- [--minutes N | --lives N] [--seed S] [--acts N] [--cores N] [--found [--part K/N]] [--only FILE] [--real [--rooms N]] [--webhooks] [--skip RULE]… [--no-save] [--quiet] [--matrix]
npm run stories -- --life SEED [--acts N] [--no-shrink]
npm run stories -- --plant NAME [--lives N] [--seed S] [--acts N] [--keep]
npm run stories -- --planted [--lives N] [--seed S]
npm run stories -- --other-tests [NAME]…`;

/** What the command was asked for. */
export interface Options {
  readonly help: boolean;
  readonly seed: number;
  /** The one life that is lived: as those of `--plant`, by the number of its seed. */
  readonly life: number | undefined;
  /** `Infinity`: no bound. */
  readonly minutes: number;
  readonly lives: number;
  readonly acts: number;
  /** Processes that live beside each other. */
  readonly crew: number;
  readonly found: boolean;
  /** Of the kept stories each `of`-th alone, from the one at `at` on. */
  readonly part: Part;
  /** `--found` alone lives nothing new. */
  readonly foundAlone: boolean;
  readonly only: string | undefined;
  readonly plant: string | undefined;
  readonly keep: boolean;
  readonly skip: readonly string[];
  readonly save: boolean;
  /** Whether a life that failed is reduced to its fewest acts. */
  readonly shrink: boolean;
  readonly quiet: boolean;
  readonly matrix: boolean;
  readonly real: boolean;
  /** Lives at once at real speed. */
  readonly rooms: number;
  readonly webhooks: boolean;
}

export interface Part {
  readonly at: number;
  readonly of: number;
}

/** Lives that cost what the start of a further process does. */
const WORTH_ANOTHER = 10;
/** Lives of a planted fault, where nothing else is said. */
const PLANTED_LIVES = 500;

export function optionsOf(args: readonly string[], now: number): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string' },
      lives: { type: 'string' },
      life: { type: 'string' },
      seed: { type: 'string' },
      acts: { type: 'string', default: '22' },
      cores: { type: 'string' },
      found: { type: 'boolean', default: false },
      part: { type: 'string', default: '1/1' },
      only: { type: 'string' },
      plant: { type: 'string' },
      skip: { type: 'string', multiple: true, default: [] },
      'no-save': { type: 'boolean', default: false },
      'no-shrink': { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      webhooks: { type: 'boolean', default: false },
      real: { type: 'boolean', default: false },
      rooms: { type: 'string', default: '12' },
      matrix: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { minutes, plant } = values;
  const life = values.life === undefined ? undefined : Number(values.life);
  const lives = life === undefined ? values.lives : '1';
  const mostLives = lives === undefined ? (plant === undefined ? Infinity : PLANTED_LIVES) : Number(lives);
  return {
    ...values,
    only: values.only,
    plant,
    life,
    seed: life ?? (values.seed === undefined ? now % 0x7fffffff : Number(values.seed)),
    minutes: minutes === undefined ? (lives === undefined ? 1 : Infinity) : Number(minutes),
    lives: mostLives,
    acts: Number(values.acts),
    rooms: Number(values.rooms),
    crew:
      values.cores === undefined
        ? Math.min(availableParallelism(), Math.ceil(mostLives / WORTH_ANOTHER))
        : Number(values.cores),
    part: partOf(values.part),
    foundAlone: values.found && minutes === undefined && lives === undefined,
    save: !values['no-save'],
    shrink: !values['no-shrink'] && !values.real,
  };
}

/** @param text `2/4`: the second of four */
function partOf(text: string): Part {
  const [at = NaN, of = NaN] = text.split('/').map(Number);
  if (!(at >= 1 && at <= of)) throw new Error(`--part wants K/N, the K-th of N parts, and not “${text}”`);
  return { at: at - 1, of };
}
