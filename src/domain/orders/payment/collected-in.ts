/*
 * In which currency a parcel's amount is collected at a door of each country: its own money (ISO 4217 and ISO 3166-1, SIX's
 * list of 2026; Bulgaria has the euro since 2026). Carriers of the warehouses collect in no other (their own pages; which of
 * them collect at all is for the merchant to say). A country that is not here collects nothing.
 */
const currencyOf: ReadonlyMap<string, string> = new Map([
  ...'AD AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MC ME MT NL PT SI SK SM VA XK AX'
    .split(' ')
    .map((country) => [country, 'EUR'] as const),
  ['AL', 'ALL'],
  ['BA', 'BAM'],
  ['CH', 'CHF'],
  ['CZ', 'CZK'],
  ['DK', 'DKK'],
  ['FO', 'DKK'],
  ['GB', 'GBP'],
  ['GL', 'DKK'],
  ['HU', 'HUF'],
  ['IS', 'ISK'],
  ['LI', 'CHF'],
  ['MD', 'MDL'],
  ['MK', 'MKD'],
  ['NO', 'NOK'],
  ['PL', 'PLN'],
  ['RO', 'RON'],
  ['RS', 'RSD'],
  ['SE', 'SEK'],
  ['SJ', 'NOK'],
  ['TR', 'TRY'],
  ['UA', 'UAH'],
]);

/** The one currency that is collected in a country; `undefined` where none is. @param country two letters, upper case */
export function collectedIn(country: string): string | undefined {
  return currencyOf.get(country);
}
