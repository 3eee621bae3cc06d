import type { z } from 'zod';
import type { Person } from '../../domain/orders/facts/address.ts';
import { text } from '../fields.ts';

/** The fields of a person within an address or a consignment. */
export const personFields = {
  first_name: text,
  last_name: text,
  company: text,
  street_1: text,
  street_2: text,
  city: text,
  state: text,
  zip: text,
  country_iso2: text,
  phone: text,
  email: text,
};

type PersonRow = z.output<z.ZodObject<typeof personFields>>;

/** The person of a decoded row. */
export function personOf(row: PersonRow): Person {
  return {
    firstName: row.first_name,
    lastName: row.last_name,
    company: row.company,
    street1: row.street_1,
    street2: row.street_2,
    city: row.city,
    state: row.state,
    zip: row.zip,
    countryIso2: row.country_iso2,
    phone: row.phone,
    email: row.email,
  };
}

/** The row to write, of the fields that are given. */
export function personRow(person: Partial<Person>): Partial<PersonRow> {
  const row = {
    first_name: person.firstName,
    last_name: person.lastName,
    company: person.company,
    street_1: person.street1,
    street_2: person.street2,
    city: person.city,
    state: person.state,
    zip: person.zip,
    country_iso2: person.countryIso2,
    phone: person.phone,
    email: person.email,
  };
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
}
