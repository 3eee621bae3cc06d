import { it } from 'vitest';
import { Story } from './story.ts';
const show = (name: string, s: Story) => console.log(name, '|', s.numbers(), '|', s.numbers(1,'B'), '|', s.next(0), '|', s.next(), '|', s.findings().map(f => f.message).join(), JSON.stringify(s.world.orders.map((o) => [o.id, o.reference, o.status, o.pieces.map(p => p.quantity + p.code).join()])), s.facts.notes.map(n => n.text).join(' ; '), JSON.stringify(s.world.shipments.map(x=>x.lines)));
const two = () => { const s = new Story().plain().sent(); s.add(1, '1 A'); return s.store(() => {}).run(); };
const four = [{code:'A', quantity: 4}];
it('same place', () => {
  for (const end of ['CANCELLED', 'vanish', 'empty'] as const) for (const first of ['w1','w2'] as const) {
    const s = two();
    const w1 = () => s.warehouse('w1', { pieces: four }).run();
    const w2 = () => { if (end === 'CANCELLED') s.warehouse('w2', { status: 'CANCELLED' }); else if (end === 'empty') s.warehouse('w2', { pieces: [] }); else { s.world.order('w2').hidden = true; s.look('h-100-s2').passes(61000).run(); s.passes(61000).run(); } s.run(); };
    if (first === 'w1') { w1(); show(`${end} ${first} mid`, s); w2(); } else { w2(); show(`${end} ${first} mid`, s); w1(); }
    show(`${end} ${first} both`, s);
    s.ships('w1').run(); show(`${end} ${first} shipped`, s);
  }
});
it('same place not editable, firm', () => {
  const s = two(); s.world.firm.add('w2'); s.warehouse('w1', { pieces: four }).run(); show('firm mid', s); s.warehouse('w2', {status: 'CANCELLED'}).run(); show('firm both', s); s.ships('w1').run(); show('firm shipped', s);
  const t = two(); t.ships('w1', '4 A').run(); show('shipped 4 before w2 known', t); t.warehouse('w2', {status:'CANCELLED'}).run(); show('..', t);
  const u = two(); u.warehouse('w1', {pieces: four, status: 'COLLECTING'}).run(); show('collecting', u);
});
it('other order', () => {
  const s = new Story().plain().sent().warehouse('w1', { pieces: [{code:'A', quantity: 3}, {code:'B', quantity: 1}] }).run(); show('other sku', s); s.ships('w1').run(); show('other sku shipped', s);
  const t = new Story().plain().sent().warehouse('w1', { pieces: four }).run(); show('same sku editable', t);
  const u = new Story().plain(); u.world.editable = false; u.read().sent().warehouse('w1', { pieces: four }).run(); show('same sku not editable', u); u.ships('w1').run(); show('.. shipped', u);
  const v = new Story().plain('1 B').sent().warehouse('w1', { status: 'CANCELLED' }).run(); show('its other half', v);
  const w = new Story().plain('1 B').sent().warehouse('w1', { pieces: [] }).run(); show('emptied', w); w.ships('w1', '0 B').run(); show('emptied shipped', w);
  const x = new Story().plain().sent().warehouse('w1', { pieces: [{code:'A', quantity: 3}, {code:'B', quantity: 1}] }).run().status(5).run(); show('other sku then cancelled', x);
  const y = new Story().plain().sent(); y.world.change('w1', {reference: 'h-100+101'}); y.look('h-100').passes(61000).run(); y.passes(61000).run(); show('renamed', y); y.news(y.world.order('w1')).run(); show('renamed news', y);
  const z = new Story().plain().sent(); z.world.change('w1', {reference: 'h-101', pieces: [{code:'A', quantity:3},{code:'B',quantity:1}]}); z.look('h-100').passes(61000).run(); z.passes(61000).run(); show('into the other one', z); 
});
it('parts', () => {
  const s = new Story().plain().sent(); s.world.change('w1', {pieces: [{code:'A', quantity: 2}]}); s.appears('h-100/B', '1 A').news(s.world.order('w1')).run(); show('split', s);
  s.warehouse('w2', { status: 'CANCELLED' }).run(); show('part cancelled', s); s.warehouse('w1', { pieces: [{code:'A', quantity: 3}] }).run(); show('merged back', s); s.ships('w1').run(); show('shipped', s);
  const t = new Story().plain().sent(); t.world.change('w1', {pieces: [{code:'A', quantity: 2}]}); t.appears('h-100/B', '1 A').news(t.world.order('w1')).run(); t.warehouse('w1', { pieces: [{code:'A', quantity: 3}] }).run(); show('merged back, whole first', t); t.warehouse('w2', { status: 'CANCELLED' }).run(); show('..', t); t.ships('w1').run(); show('..', t);
});
