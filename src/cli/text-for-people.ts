import { stripVTControlCharacters } from 'node:util';

/** An ISO time in UTC, as every part of the product writes one. In quotation marks, or behind `=`, it is to be typed so. */
const ISO_TIME = /(?<!["“'‘`=])\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?Z/g;
/**
 * Control characters, and those that steer text without being seen: directions, line and paragraph ends, lone halves of a
 * pair. The joiners stay: words of several scripts, and emoji, are written with them.
 */
const STEERS = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;

/** What anybody wrote, as a terminal may show it: it steers nothing, and keeps to its line. */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replaceAll(STEERS, ' ');
}

/**
 * What a person reads: {@link plain}, with times in their own zone. JSON keeps ISO times in UTC.
 * @param timeZone default: the process's own
 */
export function forPeople(text: string, timeZone?: string): string {
  return plain(text).replaceAll(ISO_TIME, (iso) => localTime(iso, timeZone));
}

/** One for each zone: making one is slow. */
const clocks = new Map<string | undefined, Intl.DateTimeFormat>();

/** `2026-11-28 13:15:04 UTC+2`; what is no time stays as it is. */
function localTime(iso: string, timeZone: string | undefined): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const clock = clocks.get(timeZone) ?? clockOf(timeZone);
  clocks.set(timeZone, clock);
  const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  const of = (...types: Intl.DateTimeFormatPartTypes[]) => types.map((type) => parts.get(type) ?? '');
  const zone = parts.get('timeZoneName')?.replace(/^GMT(?:[+]0$)?/, 'UTC') ?? '';
  return `${of('year', 'month', 'day').join('-')} ${of('hour', 'minute', 'second').join(':')} ${zone}`;
}

function clockOf(timeZone: string | undefined): Intl.DateTimeFormat {
  const number = '2-digit';
  return new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: number,
    day: number,
    hour: number,
    minute: number,
    second: number,
    hourCycle: 'h23',
    timeZoneName: 'shortOffset',
    ...(timeZone === undefined ? {} : { timeZone }),
  });
}
