import type { AddressNeed, PickUpNeed, ShippingLink } from '../../contract/shipping.ts';
import { linkIdentity } from '../../contract/shipping/link-pattern.ts';
import { decimal } from '../arguments.ts';
import { readCsv } from './csv.ts';
import { placesOf, placesText } from './pick-up-places.ts';
import { readTextFile } from './text-file.ts';
import { UsageError } from '../usage-error.ts';
import { abbreviated } from '../usage-words.ts';

/** The columns of a link file, in the order that `export` writes them. */
export const LINK_COLUMNS = [
  'method',
  'code',
  'country',
  'trackingCarrier',
  'pickUpPoint',
  'where',
  'needs',
  'maxWeight',
] as const;

/** A link as a row of a file. */
export function rowOfLink(link: ShippingLink): readonly string[] {
  return LINK_COLUMNS.map((name) => {
    if (name === 'where') return placesText(link.where ?? []);
    return name === 'needs' ? needsText(link.needs) : String(link[name] ?? '');
  });
}

/** Nothing, whatever the setting says. */
const NONE = 'none';

/** What a method needs, as one line has it; empty where the link leaves it to the setting. */
export function needsText(needs: readonly AddressNeed[] | undefined): string {
  return needs?.length === 0 ? NONE : (needs ?? []).join(' ');
}

/** Reads it, with spaces or commas between. What cannot be needed is refused by the integration, which says what can. */
export function needsOf(text: string): readonly AddressNeed[] {
  if (text.trim().toLowerCase() === NONE) return [];
  return text.split(/[\s,;]+/).filter((one) => one !== '') as AddressNeed[]; // as it is written
}

/** A link of a file beside those that are saved. */
export interface ComparedLink {
  readonly link: ShippingLink;
  readonly outcome: 'new' | 'changed' | 'saved already' | 'conflict';
  /** The code that is saved for the same pattern and country. */
  readonly saved?: string;
}

/** @throws UsageError where the file cannot be read, or a line lacks its method or code */
export async function linksOfFile(path: string): Promise<readonly ShippingLink[]> {
  const records = readCsv(await readTextFile(path), ['method', 'code']);
  if (records.length === 0)
    throw new UsageError('The file holds no links.', { field: 'file', expected: 'one link a line' });
  const known = LINK_COLUMNS.map((name) => name.toLowerCase());
  // One with a typing error would be left out of every link: it would be for every country, say.
  const unknown = Object.keys(records[0]?.values ?? {}).find((name) => name !== '' && !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`A link has no column “${abbreviated(unknown)}”; nothing was saved.`, {
      field: abbreviated(unknown),
      expected: `columns of ${LINK_COLUMNS.join(', ')}`,
    });
  }
  return records.map(({ line, values }) => {
    const { method = '', code = '', country = '', trackingcarrier: trackingCarrier = '' } = values;
    const { pickuppoint: pickUpPoint = '', where = '', needs = '', maxweight: maxWeight = '' } = values;
    for (const [field, value] of Object.entries({ method, code })) {
      if (value === '') {
        throw new UsageError(`Line ${line} has no ${field}; nothing was saved.`, { field, expected: `a ${field}` });
      }
    }
    return {
      method,
      code,
      ...(country === '' ? {} : { country }),
      ...(trackingCarrier === '' ? {} : { trackingCarrier }),
      // Whatever is written there: the integration says what would be right.
      ...(pickUpPoint === '' ? {} : { pickUpPoint: pickUpPoint as PickUpNeed }),
      ...(where === '' ? {} : { where: placesOf(where) }),
      ...(needs.trim() === '' ? {} : { needs: needsOf(needs) }),
      ...(maxWeight.trim() === '' ? {} : { maxWeight: weightOf(maxWeight, line) }),
    };
  });
}

function weightOf(text: string, line: number): number {
  const weight = decimal(text);
  if (!Number.isNaN(weight)) return weight;
  throw new UsageError(`The maxWeight of line ${line} is no number; nothing was saved.`, {
    field: 'maxWeight',
    expected: 'a number with a point before its decimals, for example 31.5, or nothing',
  });
}

/** What a file would change. The integration has the last word: what looks new here and is not, changes nothing there. */
export function compareLinks(links: readonly ShippingLink[], saved: readonly ShippingLink[]): readonly ComparedLink[] {
  const known = new Map(saved.map((link) => [linkIdentity(link), link]));
  return links.map((link) => {
    const same = known.get(linkIdentity(link));
    if (same === undefined) {
      known.set(linkIdentity(link), link); // a file may contradict itself, too
      return { link, outcome: 'new' };
    }
    const agrees = same.code.toLowerCase() === link.code.toLowerCase();
    if (!agrees) return { link, outcome: 'conflict', saved: same.code };
    return { link, outcome: restOf(same) === restOf(link) ? 'saved already' : 'changed', saved: same.code };
  });
}

/** What of a file is saved. */
export function toSave({ link, outcome }: ComparedLink): readonly ShippingLink[] {
  return outcome === 'new' || outcome === 'changed' ? [link] : [];
}

/** The links as they are once the file is saved. */
export function linksAfter(saved: readonly ShippingLink[], compared: readonly ComparedLink[]): readonly ShippingLink[] {
  const all = [...saved, ...compared.flatMap(toSave)];
  return [...new Map(all.map((link) => [linkIdentity(link), link])).values()];
}

/** What a link says beside pattern, country and code: saving it again changes that. */
function restOf(link: ShippingLink): string {
  const { trackingCarrier = '', pickUpPoint = 'none', where = [], needs, maxWeight } = link;
  const sorted = needs === undefined ? 'by the setting' : [...new Set(needs)].sort();
  return JSON.stringify([trackingCarrier.toLowerCase(), pickUpPoint, placesText(where), sorted, maxWeight]);
}
