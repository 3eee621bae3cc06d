import type { Random } from '../random.ts';
import type { PostalAddress } from '../store/order-state.ts';

export interface Person {
  name: string;
  street: string;
  email: string;
  phone: string;
}

const firstNames =
  'Aino Eero Helmi Kalevi Liisa Matti Oona Pekka Riikka Sampo Tuuli Veikko Astrid Björn Ebba Gustav Ingrid Lars Maja Nils Katrin Jaan Liina Tõnu Chloé Étienne Greta Jürgen Zoë Renée'.split(
    ' ',
  );
const lastNames =
  'Virtanen Korhonen Mäkinen Nieminen Heikkilä Lindström Åkerblom Söderholm Bergqvist Tamm Kask Rebane Müller Schäfer Dubois Lefèvre Okafor Nakamura Fernández Novák'.split(
    ' ',
  );
const streets =
  'Kauppakatu Rantatie Mannerheimintie Satamakuja Koivupolku Storgatan Ringvägen Björkallén Pikk Narva Lindenstraße Hauptstraße Bahnhofstraße Quellweg Kirchgasse'.split(
    ' ',
  );

interface Place {
  iso2: string;
  country: string;
  dial: string;
  places: readonly (readonly [city: string, zip: string, state: string])[];
}

const countries: readonly Place[] = [
  {
    iso2: 'FI',
    country: 'Finland',
    dial: '+358',
    places: [
      ['Helsinki', '00100', 'Uusimaa'],
      ['Tampere', '33100', 'Pirkanmaa'],
      ['Oulu', '90100', ''],
    ],
  },
  {
    iso2: 'SE',
    country: 'Sweden',
    dial: '+46',
    places: [
      ['Göteborg', '411 03', ''],
      ['Malmö', '211 20', ''],
    ],
  },
  {
    iso2: 'EE',
    country: 'Estonia',
    dial: '+372',
    places: [
      ['Tallinn', '10111', 'Harju'],
      ['Tartu', '51003', ''],
    ],
  },
  {
    iso2: 'DE',
    country: 'Germany',
    dial: '+49',
    places: [
      ['Hamburg', '20095', 'Hamburg'],
      ['München', '80331', 'Bayern'],
    ],
  },
  {
    iso2: 'FR',
    country: 'France',
    dial: '+33',
    places: [
      ['Lyon', '69001', ''],
      ['Nantes', '44000', ''],
    ],
  },
  {
    iso2: 'US',
    country: 'United States',
    dial: '+1',
    places: [
      ['Austin', '78701', 'Texas'],
      ['Portland', '97201', 'Oregon'],
    ],
  },
];

/** A seeded person with an address; the country is one of the list, or drawn. The e-mail and the phone are never twice the same. */
export function makePerson(random: Random, iso2?: string): { person: Person; address: PostalAddress } {
  const place =
    countries.find((c) => c.iso2 === iso2) ?? (iso2 === undefined ? random.pick(countries.slice(0, 4)) : undefined);
  const country = place ?? {
    iso2: iso2 ?? '',
    country: iso2 ?? '',
    dial: '+99',
    places: [['Somewhere', '10000', '']] as const,
  };
  const [city, zip, state] = random.pick(country.places);
  const first_name = random.pick(firstNames);
  const last_name = random.pick(lastNames);
  const street_1 = `${random.pick(streets)} ${random.integer(1, 180)} ${random.pick(['A', 'B', 'C', 'D'])} ${random.integer(1, 60)}`;
  const email = `${plainLetters(first_name)}.${plainLetters(last_name)}.${random.text(5)}@example.test`.toLowerCase();
  const phone = `${country.dial}${random.integer(400_000_000, 499_999_999)}`;
  return {
    person: { name: `${first_name} ${last_name}`, street: street_1, email, phone },
    address: {
      first_name,
      last_name,
      company: random.chance(0.2) ? `${last_name} Oy` : '',
      street_1,
      street_2: random.chance(0.15) ? `c/o ${random.pick(lastNames)}` : '',
      city,
      state,
      zip,
      country: country.country,
      country_iso2: country.iso2,
      phone,
      email,
    },
  };
}

const plainLetters = (name: string): string => name.normalize('NFD').replace(/[^a-z]/gi, '');
