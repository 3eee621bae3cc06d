import type { PlantedFault } from './faults.ts';

const domain = 'src/domain/orders/';
const activities = 'src/activities/orders/';

/** Of what travels with an order beside its pieces. */
export const travelFaults: readonly PlantedFault[] = [
  {
    name: 'point-left-out-of-second-part',
    room: 'travels',
    what: 'a further order of an address goes to no locker',
    file: `${domain}account/travels.ts`,
    from: '...pointOf(facts, read, shippingCode),',
    to: '...(place.orders.length > 0 ? {} : pointOf(facts, read, shippingCode)),',
  },
  {
    name: 'point-edit-unheard',
    room: 'travels',
    what: 'another locker that the shopper chose changes nothing',
    file: `${domain}facts/content.ts`,
    from: 'if (isOtherPoint(sent, now.pickUp))',
    to: 'if (isOtherPoint(sent, undefined))',
  },
  {
    name: 'first-of-two-points',
    room: 'travels',
    what: 'of two lockers the first one is taken',
    file: `${domain}facts/travels/pick-up.ts`,
    from: 'if (points.length > 1)',
    to: 'if (points.length > 9)',
  },
  {
    name: 'door-handed-over-as-paid',
    room: 'travels',
    what: 'what is paid at the door is handed over as if it were paid',
    file: `${activities}hand-over.ts`,
    from: 'const travels = defined({ pickUpPoint, cash, words });',
    to: 'const travels = defined({ pickUpPoint, words }); void cash;',
  },
  {
    name: 'cash-not-lowered',
    room: 'travels',
    what: 'a refund after hand-over leaves what is collected as it was',
    file: `${domain}account/travels.ts`,
    from: 'if (off === 0 || (off > 0 && !isEmpty(unsent)))',
    to: 'if (off <= 0 || (off > 0 && !isEmpty(unsent)))',
  },
  {
    name: 'undecided-cash-waits-unseen',
    room: 'travels',
    what: 'nobody is told that a payment method looks like payment at the door',
    file: `${domain}steps/travel-findings.ts`,
    from: "if (order?.cash?.by !== 'undecided')",
    to: "if (order?.cash?.by !== 'undecided' || order.status >= 0)",
  },
  {
    name: 'option-words-left-out',
    room: 'travels',
    what: 'an engraving is not sent along',
    file: `${activities}travels/words.ts`,
    from: '.filter(({ kind }) => kinds.includes(kind))',
    to: ".filter(({ kind }) => kinds.includes(kind) && kind !== 'lineOptions')",
  },
  {
    name: 'undecided-words-go',
    room: 'travels',
    what: 'words that nobody has decided about are left out without asking',
    file: `${domain}facts/travels/words.ts`,
    from: "return rulesAt(facts, read).filter(({ rule }) => rule === 'hold' || rule === 'undecided');",
    to: "return rulesAt(facts, read).filter(({ rule }) => rule === 'hold');",
  },
  {
    name: 'late-message-unsent',
    room: 'travels',
    what: 'a message that comes after hand-over is lost where other words went along',
    file: `${domain}facts/travels/words.ts`,
    from: "return isSilent ? [...sent, 'customerMessage'] : sent;",
    to: 'return isSilent ? [...sent] : sent;',
  },
  {
    name: 'customs-data-unasked',
    room: 'travels',
    what: 'goods cross a border without their data',
    file: `${activities}travels/customs.ts`,
    from: 'if (what.length > 0) lacking.push({ sku, what });',
    to: 'if (what.length > 9) lacking.push({ sku, what });',
  },
  {
    name: 'flagged-goods-handed-over',
    room: 'travels',
    what: 'what the merchant keeps elsewhere is sent to the warehouse',
    file: `${activities}read-order.ts`,
    from: '...(isNotAtWarehouse(notHere, line.sku) ? { elsewhere: true as const } : {}),',
    to: '...(isNotAtWarehouse([], line.sku) ? { elsewhere: true as const } : {}),',
  },
  {
    name: 'changed-list-unheard',
    room: 'travels',
    what: 'orders under way do not hear that goods are kept at the warehouse again',
    file: 'src/activities/integration/integration.ts',
    from: "const kept = reasons.includes('sku-missing')",
    to: "const kept = reasons.includes('sku-missing') && storeHash.length === 0",
  },
];
