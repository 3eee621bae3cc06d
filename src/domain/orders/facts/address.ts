import { cityLine, needsPostcode } from '../../shared/postal-places.ts';

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
