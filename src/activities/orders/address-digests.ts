import { createHmac, randomBytes } from 'node:crypto';
import type { AddressDigests } from '../../contract/orders.ts';
import { warehouseCustomer, type Person, type WarehouseCustomer } from '../../domain/orders/facts/address.ts';
import { SealError, type Sealer } from '../../security/seal.ts';

import { wordsOfLines, type WordsSource } from './travels/words.ts';

/** Makes the digests of one order's addresses. */
export interface AddressDigester {
  /** The key, sealed: what a workflow keeps for the next reading. */
  readonly sealedKey: string;
  /** By the name of each part as people call it. */
  of(person: Person, order: DigestedOrder, words?: WordsSource): AddressDigests;
  /** The same of what the warehouse has, as far as it can be compared. */
  ofCustomer(customer: WarehouseCustomer): AddressDigests;
  /** Of each line of a comment; `undefined` for none. */
  ofComments(comments: string): readonly string[] | undefined;
}

/** What of the order goes with each of its addresses. */
export interface DigestedOrder {
  readonly billing: { readonly phone: string; readonly email: string };
  readonly customerMessage: string;
}

const parts = {
  name: 'name',
  company: 'company',
  address1: 'street',
  address2: 'second street line',
  city: 'city',
  zip: 'postcode',
  phone: 'phone',
  email: 'e-mail',
} as const;

/** A comment of more lines is compared as a whole: a shopper's text must not fill an account. */
const MOST_LINES = 40;

/** The customer's words, which go along as the order's comments. */
const MESSAGE = 'customer message';

/**
 * Digests by which a run sees that an address was changed, without any of it in its history. The key is random, one a
 * run, and sealed: so nobody who reads histories can try names or streets against a digest, and a rotation of the
 * sealing keys changes no digest.
 *
 * @param sealedKey the key of an earlier reading; where it cannot be opened any more, a new one is made
 */
export function addressDigester(
  sealer: Pick<Sealer, 'seal' | 'open'>,
  storeHash: string,
  sealedKey: string | undefined,
): AddressDigester {
  const known = sealedKey === undefined ? undefined : openKey(sealer, storeHash, sealedKey);
  const key = known ?? randomBytes(16).toString('base64url');
  const digest = (name: string, value: string) =>
    createHmac('sha256', key).update(`${name}\0${value}`).digest('base64url').slice(0, 11);
  const ofCustomer = (customer: WarehouseCustomer): AddressDigests =>
    Object.fromEntries(
      // The keys of `parts` are keys of the customer.
      Object.entries(parts).map(([field, name]) => [name, digest(name, customer[field as keyof typeof parts] ?? '')]),
    );
  return {
    sealedKey: sealedKey !== undefined && known !== undefined ? sealedKey : sealer.seal(key, storeHash),
    ofCustomer,
    ofComments: (comments) => {
      const lines = comments.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
      const parts = lines.length > MOST_LINES ? [lines.join('\n')] : lines;
      return parts.length === 0 ? undefined : parts.map((line) => digest('comments', line));
    },
    of: (person, { billing, customerMessage }, words = { customerMessage, lines: [] }) => ({
      ...ofCustomer(warehouseCustomer(person, billing)),
      [MESSAGE]: digest(MESSAGE, customerMessage.trim()),
      ...Object.fromEntries([...wordsOfLines(words)].map(([name, text]) => [name, digest(name, text)])),
    }),
  };
}

function openKey(sealer: Pick<Sealer, 'open'>, storeHash: string, sealedKey: string): string | undefined {
  try {
    return sealer.open(sealedKey, storeHash);
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}
