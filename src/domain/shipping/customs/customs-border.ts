import { otherCodes, territories, unionMembers, type Territory } from './territories.ts';

/** What of an address says in which territory it is. */
export interface Whereabouts {
  /** Two letters, in either case. */
  readonly country: string;
  readonly postcode: string;
  readonly city: string;
}

/**
 * The territory of an address, as people call it, where goods need customs papers to get there from the warehouse.
 * @param warehouseCountry two letters; `null`: nobody has said where the warehouse is, and nothing is concluded
 * @returns `undefined` where no papers are needed, or that cannot be told
 */
export function acrossBorder(warehouseCountry: string | null | undefined, to: Whereabouts): string | undefined {
  if (warehouseCountry === null || warehouseCountry === undefined) return undefined;
  const there = territoryOf(to);
  if (there === undefined) return undefined;
  const here = territoryOf({ country: warehouseCountry, postcode: '', city: '' });
  return here?.areas.some((area) => there.areas.includes(area)) === true ? undefined : there.name;
}

function territoryOf({ country: given, postcode, city }: Whereabouts): Pick<Territory, 'name' | 'areas'> | undefined {
  const written = given.trim().toUpperCase();
  const country = otherCodes[written] ?? written;
  if (!/^[A-Z]{2}$/.test(country)) return undefined;
  const code = plainPostcode(country, postcode);
  const special = territories.find(
    ({ codes = [], postcodes = [] }) =>
      codes.includes(country) ||
      postcodes.some((one) => one.country === country && one.form.test(code) && (one.town?.test(city) ?? true)),
  );
  return special ?? { name: country, areas: [unionMembers.has(country) ? 'EU' : country] };
}

/** Letters and digits alone; a country’s code before them, as labels have it (`FI-22100`, `D-78266`, `GB-BT1 1AA`), is none of it. */
function plainPostcode(country: string, postcode: string): string {
  const plain = postcode
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
  // British postcodes begin with letters; none has GB or UK before two more.
  return country === 'GB' ? plain.replace(/^(GB|UK)(?=[A-Z])/, '') : plain.replace(/^[A-Z]+/, '');
}
