import { describe, expect, it } from 'vitest';
import type { DecisionKind } from '../../../../../src/contract/orders.ts';
import { accountOf, type PlaceAccount } from '../../../../../src/domain/orders/account/account.ts';
import { cancelOrder, decide } from '../../../../../src/domain/orders/decisions/decisions.ts';
import { leadsOn } from '../../../../../src/domain/orders/decisions/decision-table.ts';
import { again, answered } from '../../../../../src/domain/orders/decisions/raises.ts';
import { withKind } from '../../../../../src/domain/orders/decisions/decision-words.ts';
import { finding } from '../../../../../src/domain/orders/steps/findings.ts';
import type { OrderFacts } from '../../../../../src/domain/orders/facts/facts.ts';
import { asRead as known, at, line, order, pieces, readPlace, sending } from '../small-facts.ts';

const placeOf = (of: OrderFacts): PlaceAccount => {
  const [place] = accountOf(of).places;
  if (place === undefined) throw new Error('no place');
  return place;
};
const unsent = known();
const placed = known({ sendings: [sending()], warehouse: [order()] }, { status: 9 });
const lost = known({ sendings: [sending()], warehouse: [order({ status: 'CANCELLED' })] }, { status: 9 });
const left = known({ sendings: [sending()], warehouse: [order({ status: 'SHIPPED', left: true })] }, { status: 9 });

describe('a decision leads on', () => {
  type Reason = Parameters<typeof finding>[0];
  const leads = (
    of: OrderFacts,
    kind: DecisionKind,
    reason: Reason,
    by: Parameters<typeof finding>[2] = { place: 1 },
  ) => leadsOn(of, placeOf(of), kind, finding(reason, 'm', by));
  const at1 = (remedy: string) => ({ place: 1, remedy }) as Parameters<typeof finding>[2];
  const moved = (kind: DecisionKind, stopsSending: boolean) => {
    const found = finding('changed-after-hand-over', 'm', { place: 1 });
    return leadsOn(unsent, placeOf(unsent), kind, stopsSending ? { ...found, stopsSending } : found);
  };

  it.each<[string, boolean, boolean]>([
    ['another code, where none is linked', true, leads(unsent, 'use-code', 'shipping-method-not-linked')],
    ['not where all of it is on its way', false, leads(placed, 'use-code', 'shipping-method-not-linked')],
    [
      'not where no method can do without what the address lacks',
      false,
      leads(unsent, 'use-code', 'address-incomplete'),
    ],
    ['but where this method needs it', true, leads(unsent, 'use-code', 'address-incomplete', at1('needed-by-link'))],
    ['or the parcel is too heavy for it', true, leads(unsent, 'use-code', 'address-incomplete', at1('too-heavy'))],
    ['another point', true, leads(unsent, 'use-pickup-point', 'pickup-point-missing')],
    ['not once it is on its way', false, leads(placed, 'use-pickup-point', 'pickup-point-missing')],
    ['words that are forwarded', true, leads(unsent, 'forward-words', 'comment-undecided')],
    ['not those that are too long', false, leads(unsent, 'forward-words', 'comment-undecided', at1('words-too-long'))],
    ['those may be dropped', true, leads(unsent, 'drop-words', 'comment-undecided', at1('words-too-long'))],
    ['none once it is on its way', false, leads(placed, 'drop-words', 'comment-undecided')],
    ['what is lost is handed over again', true, leads(lost, 'hand-over-again', 'cancelled-in-warehouse')],
    ['not where nothing is', false, leads(placed, 'hand-over-again', 'cancelled-in-warehouse')],
    ['what moved here is sent all the same', true, moved('hand-over-again', true)],
    ['not what merely changed', false, moved('hand-over-again', false)],
    ['nor by another code', false, moved('use-code', true)],
    ['it is done', true, leads(placed, 'treat-as-done', 'cancel-refused')],
    ['what is on its way is cancelled', true, leads(placed, 'cancel', 'cancel-refused')],
    ['not what has left', false, leads(left, 'cancel', 'cancel-refused')],
    [
      'nor what came beside a refund',
      false,
      leads(placed, 'cancel', 'changed-after-hand-over', at1('refunded-and-raised')),
    ],
    ['what was reopened is done', true, leads(left, 'treat-as-done', 'reopened', {})],
    ['not an order that cannot even be read', false, leads(left, 'treat-as-done', 'unexpected-response', {})],
  ])('%s', (_, expected, found) => {
    expect(found).toBe(expected);
  });
});

describe('what came beside a refund', () => {
  const raised = (of: Partial<OrderFacts> = {}) =>
    known(
      {
        sendings: [sending()],
        warehouse: [order({ status: 'SHIPPED', left: true })],
        compared: { raised: [{ line: 1, pieces: 1 }] },
        ...of,
      },
      { status: 9, places: [readPlace([line({ quantity: 4, refunded: 1 })])] },
    );
  const about = finding('changed-after-hand-over', 'm', { place: 1, remedy: 'refunded-and-raised' });
  const missing = finding('short-shipped', 'm', { place: 1 });

  it('is wanted once more where a person says so, and nothing else', () => {
    const of = raised();
    expect(again(of, { place: placeOf(of), findings: [about] })).toEqual({ again: pieces('1 A') });
  });

  it('is wanted beside what is missing, where both were shown', () => {
    const of = raised({ warehouse: [order({ status: 'SHIPPED', left: true, pieces: pieces('2 A') })] });
    const place = placeOf(of);
    expect(again(of, { place, findings: [missing] })).toMatchObject({
      writtenOff: [{ reference: 'h-100', pieces: pieces('1 A') }],
    });
    expect(again(of, { place, findings: [about, missing] })).toMatchObject({
      again: pieces('1 A'),
      writtenOff: [{ reference: 'h-100', pieces: pieces('1 A') }],
    });
  });

  it('is no question any more once it is answered, but that of another address is', () => {
    const both = {
      raised: [
        { line: 1, pieces: 1 },
        { line: 9, pieces: 2 },
      ],
      elsewhere: [{ line: 5, pieces: 1 }],
    };
    const of = raised({ compared: both });
    const target = { place: placeOf(of), findings: [missing, about] };
    expect(answered(of, target).compared).toEqual({ ...both, raised: [{ line: 9, pieces: 2 }] });
    expect(answered(of, { ...target, findings: [missing] })).toBe(of);
    const one = raised();
    expect(answered(one, { place: placeOf(one), findings: [about] }).compared).toEqual({});
  });
});

describe('a decision lets the steps be tried anew that it is about', () => {
  const obstacles = ['hand-over 1', 'match 2', 'ship w1', 'ship w9', 'note abc', 'read', 'move status'].map((key) => ({
    ...{ key, basis: 'b', message: 'm', tries: 1, at: at(1), stands: false },
  }));
  const keys = (of: OrderFacts) => of.obstacles.map(({ key }) => key);

  it('those of its address, and notes', () => {
    const of = known(
      {
        sendings: [sending()],
        warehouse: [order({ status: 'CANCELLED' })],
        obstacles,
      },
      { status: 9 },
    );
    expect(keys(decide(of, { kind: 'hand-over-again', addressId: 7 }, at(60)))).toEqual([
      'match 2',
      'ship w9',
      'read',
      'move status',
    ]);
  });

  it('a cancel of the order, cancels alone', () => {
    const cancels = obstacles.map((one) => ({ ...one, key: one.key.replace('ship', 'cancel') }));
    const after = cancelOrder(known({ obstacles: cancels }), at(60), 'anna');
    expect(keys(after)).toEqual(['hand-over 1', 'match 2', 'note abc', 'read', 'move status']);
    expect(after.decisions.map(({ by }) => by)).toEqual(['anna']);
    expect(cancelOrder(known(), at(60)).decisions[0]).not.toHaveProperty('by');
  });
});

it('the same about the same is asked of another kind, with a code where one is to be chosen', () => {
  const of = { kind: 'treat-as-done', addressId: 7, finding: 'f' } as const;
  expect([withKind(of, 'cancel'), withKind(of, 'use-code'), withKind(of, 'use-pickup-point')]).toEqual([
    { kind: 'cancel', addressId: 7, finding: 'f' },
    { kind: 'use-code', code: 'CODE', addressId: 7, finding: 'f' },
    { kind: 'use-pickup-point', code: 'CODE', addressId: 7, finding: 'f' },
  ]);
  expect(Object.keys(withKind({ kind: 'treat-as-done' }, 'cancel'))).toEqual(['kind']);
});
