import { StoreStatus } from '../../../contract/orders.ts';
import type { PlaceAccount } from '../account/account.ts';
import { cashDue } from '../account/travels.ts';
import type { HandOverVerdict } from '../eligibility.ts';
import { needsWords } from '../facts/travels/address-needs.ts';
import { cashWords } from '../facts/travels/cash.ts';
import type { OrderFacts } from '../facts/facts.ts';
import { pickUpAt } from '../facts/travels/pick-up.ts';
import type { ReadPlace } from '../facts/store-facts.ts';
import { openWords, wordsWords } from '../facts/travels/words.ts';
import { collectedIn } from '../payment/collected-in.ts';
import { finding, type Finding } from './findings.ts';

/** Why what travels with a place beside its pieces cannot be sent yet. */
export function travelFindings(
  facts: OrderFacts,
  place: Pick<PlaceAccount, 'lines'>,
  read: ReadPlace,
  shippingCode: string,
): readonly Finding[] {
  return [
    ...needsFindings(read, shippingCode),
    ...pickUpFindings(facts, read, shippingCode),
    ...cashFindings(facts, place, read, shippingCode),
    ...wordsFindings(facts, read),
  ];
}

function needsFindings({ place, needs }: ReadPlace, shippingCode: string): readonly Finding[] {
  if (needs?.shippingCode !== shippingCode) return [];
  return [finding('address-incomplete', needsWords(needs), { place, remedy: 'needed-by-link', matter: ['needs'] })];
}

function pickUpFindings(facts: OrderFacts, read: ReadPlace, shippingCode: string): readonly Finding[] {
  const now = pickUpAt(facts, read, shippingCode);
  const { place } = read;
  switch (now.kind) {
    case 'none':
    case 'point':
      return [];
    case 'missing': {
      const odd = now.odd.length === 0 ? '' : ` What stands in the ${now.odd.join(', ')} is no code.`;
      const message = `${shippingCode} goes to a pick-up point, and the order names none where it is looked for.${odd}`;
      return [finding('pickup-point-missing', message, { place, matter: ['none'] })];
    }
    case 'several': {
      const message = `The order names several pick-up points for ${shippingCode}: ${now.points.join(', ')}.`;
      return [
        finding('pickup-point-missing', message, { place, remedy: 'several-pickup-points', matter: ['several'] }),
      ];
    }
  }
}

/** Payment at the door that nobody has decided about stops an order that would leave as paid, or wait for ever. */
export function undecidedCash(
  { order }: Pick<OrderFacts, 'order'>,
  { place }: ReadPlace,
  verdict: HandOverVerdict,
): Finding | undefined {
  if (order?.cash?.by !== 'undecided') return undefined;
  if (verdict.kind === 'waits' && order.status !== StoreStatus.awaitingPayment) return undefined;
  const message = `The payment method “${order.cash.method}” looks like payment at the door, and nobody has decided about it.`;
  return finding('cash-on-delivery-undecided', message, { place, matter: [] });
}

function cashFindings(
  facts: OrderFacts,
  account: Pick<PlaceAccount, 'lines'>,
  read: ReadPlace,
  code: string,
): readonly Finding[] {
  const { order } = facts;
  const { place, country } = read;
  const cash = cashDue(facts, account, read);
  if (order?.cash?.by !== 'door') return [];
  const impossible = (message: string) => [finding('cash-on-delivery-impossible', message, { place, matter: [] })];
  if (cash === undefined) return impossible('The order is paid at the door, and does not say what is owed.');
  if (cash.amount === 0) return [];
  const { codes } = order.cash;
  const isCode = (one: string) => one.trim().toLowerCase() === code.toLowerCase();
  if (codes !== undefined && !codes.some(isCode)) {
    return impossible(`${cashWords(cash)} is to be collected, and ${code} is none of the methods that collect.`);
  }
  const there = collectedIn(country);
  if (there === cash.currency) return [];
  const what = there === undefined ? 'nothing is' : `only ${there} is`;
  return impossible(`${cashWords(cash)} is to be collected, and in ${country} ${what} collected at the door.`);
}

function wordsFindings(facts: OrderFacts, read: ReadPlace): readonly Finding[] {
  const open = openWords(facts, read);
  if (open.length === 0) return [];
  const why = open.some(({ rule }) => rule === 'undecided')
    ? 'nobody has decided what becomes of such words'
    : 'a person decides about each order';
  return [
    finding('comment-undecided', `It brings ${wordsWords(open)}, and ${why}.`, { place: read.place, matter: [] }),
  ];
}
