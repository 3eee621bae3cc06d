import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { piecesOf } from '../../../../src/domain/orders/facts/bag.ts';
import { Story } from './story.ts';

// The worked example of `docs/architecture.md`, lived: its numbers and steps are computed here.

const story = new Story();

const life: readonly (readonly [string, () => unknown])[] = [
  ['3 mugs are ordered and paid', () => story.plain('3 MUG')],
  ['myOGO takes them as `w1`', () => story.sent()],
  [
    'the warehouse splits it: 2 stay in `w1`, 1 goes into `w2`',
    () => story.warehouse('w1', { pieces: [{ code: 'MUG', quantity: 2 }] }).appears('h-100/B', '1 MUG'),
  ],
  ['one mug is refunded, and one reading says so', () => story.refund(1, 1, { agree: false })],
  ['a second reading agrees', () => story.act('read-order')],
  ['the part is cancelled, and read back', () => story.act('cancel')],
  ['the warehouse begins to pack `w1`', () => story.warehouse('w1', { status: 'COLLECTING' })],
  ['the store cancels the order', () => story.status(5)],
  ['the warehouse does not take the cancel, which is noted in the store', () => story.act('cancel').act('note')],
  ['a person lets it ship (`treat-as-done`)', () => story.decide({ kind: 'treat-as-done' })],
  ['it ships', () => story.ships('w1')],
  ['the store is told, in a note: it would take no shipment', () => story.run()],
];

const names = [
  'wanted',
  'shipped',
  'settled',
  'open',
  'placed',
  'unknown',
  'excess',
  'sent',
  'lost',
  'unsent',
  'untold',
] as const;

/** `wanted 3, open 3`: what is zero is left out. */
function account(): string {
  const numbers = story.account();
  return names.flatMap((name) => piecesOf(numbers[name]).map(({ quantity }) => `${name} ${quantity}`)).join(', ');
}

it('the worked example of the architecture page is what happens', () => {
  const page = readFileSync(new URL('../../../../docs/architecture.md', import.meta.url), 'utf8');
  const table = page.slice(page.indexOf('| what happens'));
  const rows = table
    .slice(0, table.indexOf('\n\n'))
    .split('\n')
    .slice(2)
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const lived = life.map(([what, live]) => {
    live();
    return [what, account() || 'nothing', `\`${story.next()}\``];
  });
  expect(rows.map(([what, numbers, next]) => [what, numbers, next])).toEqual(lived);
});
