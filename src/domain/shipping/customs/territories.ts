/*
 * Territories that are not simply countries, as goods see them: where a parcel needs customs papers although its country's code
 * says otherwise, or needs none although it says so.
 *
 * Sources: the Union Customs Code, Regulation (EU) 952/2013, article 4 (customs territory), and Directive 2006/112/EC, articles 5
 * to 7 (parts of the customs territory whose goods need papers, since they are outside the VAT territory); Regulation (EU)
 * 2019/474 (Campione d’Italia); the Windsor Framework, articles 4 and 5 (Northern Ireland is in the United Kingdom’s customs
 * territory, and the Union’s rules apply to goods there); the German customs’ list “Territories with special arrangements”; for
 * the postcodes the posts of the countries, and the list that WooCommerce’s Germanized 3 uses for the same question. Italy’s
 * posts gave Livigno and Campione postcodes of their own (23041, 22061) in place of ones that they shared (23030, 22060).
 */

export interface Territory {
  /** As people call it. */
  readonly name: string;
  /** Within one area goods move without customs papers; Northern Ireland is in two. */
  readonly areas: readonly string[];
  /** Country codes of its own: ISO 3166-1, or reserved there for the post (IC, EA) or by the Union for taxes (XI, XC, XL). */
  readonly codes?: readonly string[];
  /** Its postcodes below the code of the country that it belongs to: letters and digits alone, upper case. */
  readonly postcodes?: readonly PostcodesOf[];
}

interface PostcodesOf {
  readonly country: string;
  readonly form: RegExp;
  /** Other places have the same postcode: the town tells. */
  readonly town?: RegExp;
}

const alone = (name: string, codes: readonly string[], country: string, form: RegExp): Territory => ({
  ...{ name, areas: [name], codes },
  postcodes: [{ country, form }],
});

/** The most particular first: the first that fits is it. */
export const territories: readonly Territory[] = [
  // Inside the Union’s customs territory, outside its VAT territory.
  alone('Åland', ['AX'], 'FI', /^22\d{3}$/),
  alone('Canary Islands', ['IC'], 'ES', /^3[58]\d{3}$/),
  alone('Mount Athos', [], 'GR', /^6308[67]$/),
  alone('Guadeloupe', ['GP'], 'FR', /^971(?!33|50)\d\d$/),
  alone('Martinique', ['MQ'], 'FR', /^972\d\d$/),
  alone('French Guiana', ['GF'], 'FR', /^973\d\d$/),
  alone('Réunion', ['RE'], 'FR', /^974\d\d$/),
  alone('Mayotte', ['YT'], 'FR', /^976\d\d$/),
  alone('Saint Martin', ['MF'], 'FR', /^97150$/),
  {
    ...{ name: 'Campione d’Italia', areas: ['Campione d’Italia'] },
    postcodes: [
      { country: 'IT', form: /^22061$/ },
      { country: 'IT', form: /^22060$/, town: /campione/i },
      { country: 'CH', form: /^6911$/ },
    ],
  },
  // Outside the Union’s customs territory, under the code of a member.
  {
    name: 'Büsingen',
    areas: ['CH'],
    postcodes: [
      { country: 'DE', form: /^78266$/ },
      { country: 'CH', form: /^8238$/ },
    ],
  },
  alone('Heligoland', [], 'DE', /^27498$/),
  { name: 'Livigno', areas: ['Livigno'], postcodes: [{ country: 'IT', form: /^23041$|^23030$/ }] },
  alone('Ceuta', ['EA', 'XC'], 'ES', /^51\d{3}$/),
  alone('Melilla', ['XL'], 'ES', /^52\d{3}$/),
  alone('Saint Barthélemy', ['BL'], 'FR', /^97133$/),
  alone('Saint Pierre and Miquelon', ['PM'], 'FR', /^975\d\d$/),
  alone('French Southern Territories', ['TF'], 'FR', /^984\d\d$/),
  alone('Wallis and Futuna', ['WF'], 'FR', /^986\d\d$/),
  alone('French Polynesia', ['PF'], 'FR', /^987\d\d$/),
  alone('New Caledonia', ['NC'], 'FR', /^988\d\d$/),
  alone('Greenland', ['GL'], 'DK', /^39\d\d$/),
  alone('San Marino', ['SM'], 'IT', /^4789\d$/),
  alone('Vatican City', ['VA'], 'IT', /^00120$/),
  // The United Kingdom and what stands beside it.
  { name: 'Northern Ireland', areas: ['EU', 'GB'], codes: ['XI'], postcodes: [{ country: 'GB', form: /^BT\d/ }] },
  alone('Jersey', ['JE'], 'GB', /^JE\d/),
  alone('Guernsey', ['GG'], 'GB', /^GY\d/),
  { name: 'Isle of Man', areas: ['GB'], codes: ['IM'] },
  // Others that share, or leave, the customs territory of a neighbour.
  { name: 'Monaco', areas: ['EU'], codes: ['MC'] },
  { name: 'Liechtenstein', areas: ['CH'], codes: ['LI'] },
  alone('Svalbard and Jan Mayen', ['SJ'], 'NO', /^917\d$|^8099$/),
  // 19 CFR 101.1: the states, the District of Columbia and Puerto Rico.
  { name: 'Puerto Rico', areas: ['US'], codes: ['PR'] },
];

/** Members of the European Union, whose territories but those above are one customs and VAT territory. */
export const unionMembers: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);

/** Codes that people write for a country, and the one that ISO 3166-1 means by it. */
export const otherCodes: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' };
