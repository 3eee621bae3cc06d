import type { AddressStatus, OrderStage, StatusMeaning } from '../../../contract/orders.ts';
import { isClosed, READINGS_THAT_AGREE, type OrderAccount } from '../account/account.ts';
import { bagWords, isEmpty, plus } from '../facts/bag.ts';
import { statusMeaning } from '../eligibility.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { StoreReading } from '../facts/store-facts.ts';
import { orderStage } from './stage.ts';
import type { Step } from '../steps/steps.ts';

/** One sentence: what is held, what the order waits for, or what happened last. */
export function summaryOf(account: OrderAccount, steps: readonly Step[], addresses: readonly AddressStatus[]): string {
  const { facts } = account;
  const held = heldWords(steps);
  if (held !== undefined) return held;
  if (facts.gone >= READINGS_THAT_AGREE && addresses.every(({ stage }) => stage === 'cancelled')) {
    return facts.order === undefined ? 'The store has no such order.' : 'The store has no such order any more.';
  }
  const whole = steps.find(({ place }) => place === undefined);
  if (facts.order === undefined) {
    return whole?.kind === 'wait' ? whole.wait.words : 'The store’s order is being read.';
  }
  if (meaningOf(facts.order) === 'ignore' && addresses.every(({ stage }) => stage === 'awaiting-payment')) {
    return 'The store’s order is not placed yet: nothing to do.';
  }
  if (whole?.kind === 'wait') return whole.wait.words;
  if (facts.order.problem !== undefined && addresses.length === 0) return facts.order.problem.message;
  if (addresses.length === 0) return 'Nothing of this order has to be shipped.';
  const stage = orderStage(addresses.map((address) => address.stage));
  return waitWords(stage, addresses) ?? stageWords(account, stage, addresses);
}

function heldWords(steps: readonly Step[]): string | undefined {
  const [first, ...more] = steps.flatMap((step) => (step.kind === 'hold' ? step.findings : []));
  if (first === undefined) return undefined;
  return more.length === 0 ? `Held: ${first.message}` : `Held: ${first.message} And ${more.length} more, see below.`;
}

/** What the least advanced address waits for: it is what the order shows. */
function waitWords(stage: OrderStage, addresses: readonly AddressStatus[]): string | undefined {
  const waits = addresses.filter((address) => address.waits !== undefined);
  return (waits.find((address) => address.stage === stage) ?? waits[0])?.waits?.words;
}

function stageWords(account: OrderAccount, stage: OrderStage, addresses: readonly AddressStatus[]): string {
  const { facts, places } = account;
  const shipped = plus(...places.map((place) => place.shipped));
  switch (stage) {
    case 'ready':
      return 'Is being handed over.';
    case 'handed-over':
      return 'Handed over; waits for the warehouse.';
    case 'shipped': {
      const closed = isClosed(facts);
      if (closed && !isEmpty(shipped)) return `The store no longer wants it; ${bagWords(shipped)} left the warehouse.`;
      const left = plus(...places.map(({ settled }) => settled));
      if (!isEmpty(left)) {
        const why = isSettledByStore(facts) ? 'the store says that it is shipped' : 'left out by a decision';
        return `Shipped, but for ${bagWords(left)}: ${why}.`;
      }
      const byHand = plus(...places.map((place) => place.byHand));
      if (!isEmpty(byHand) && isEmpty(shipped)) return 'Shipped by hand in the store.';
      return addresses.every(
        (one) => one.stage !== 'shipped' || one.shipments.every(({ trackingNumber }) => trackingNumber !== undefined),
      )
        ? 'Shipped, and the store knows its tracking.'
        : 'Shipped; the store knows of it, and no tracking number came yet.';
    }
    case 'cancelled':
      return 'Cancelled.';
    case 'ignored':
      return ignoredWords(account);
    case 'awaiting-payment':
      return 'Waits for a status of the store’s order that is handed over.';
    case 'held':
    case 'nothing-to-ship':
      return 'Is being worked on.';
  }
}

/** Nothing of it is shipped from here, and why. */
function ignoredWords({ facts, places }: OrderAccount): string {
  const settled = plus(...places.map((place) => place.settled));
  if (isEmpty(settled)) return 'Not ours to ship.';
  return isSettledByStore(facts)
    ? `The store says that it is shipped: ${bagWords(settled)} was not sent from here.`
    : `Handled outside by a person’s decision: ${bagWords(settled)} was not sent from here.`;
}

/** What was taken out was so by the store's status alone. */
function isSettledByStore({ decisions }: OrderFacts): boolean {
  return decisions.every(({ kind, settled }) => kind === 'settled-by-status' || settled.length === 0);
}

function meaningOf({ status, rules }: StoreReading): StatusMeaning {
  return statusMeaning(status, rules);
}
