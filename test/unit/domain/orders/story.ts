import type { MyOgoStatus, Pieces, ReleaseDecision } from '../../../../src/contract/orders.ts';
import { accountOf, type PlaceAccount } from '../../../../src/domain/orders/account/account.ts';
import { bagOf, bagWords } from '../../../../src/domain/orders/facts/bag.ts';
import { cancelOrder, decide, refusalOf } from '../../../../src/domain/orders/decisions/decisions.ts';
import { newFacts, type OrderFacts } from '../../../../src/domain/orders/facts/facts.ts';
import type { Finding } from '../../../../src/domain/orders/steps/findings.ts';
import { noteSending, takeHandOver } from '../../../../src/domain/orders/learn/learn-hand-over.ts';
import { takeReading, type RawReading } from '../../../../src/domain/orders/learn/learn-store.ts';
import { askForAddresses } from '../../../../src/domain/orders/learn/adopt-references.ts';
import { withoutOldMatches } from '../../../../src/domain/orders/learn/learn-match.ts';
import { heedFall } from '../../../../src/domain/orders/learn/second-reading.ts';
import { storeChanged, takeByHand, tryAgain } from '../../../../src/domain/orders/learn/store-news.ts';
import { takeLook, takeNews } from '../../../../src/domain/orders/learn/learn-warehouse.ts';
import { nextSteps } from '../../../../src/domain/orders/next-steps.ts';
import type { Act, Verdict } from '../../../../src/domain/orders/steps/steps.ts';
import { orderId, storeHash, World, type Fate, type WorldOrder, type WorldPlace } from './world.ts';

/** Acts that only ask, or keep what was decided: a row of a table shows what comes after them. */
const quiet: readonly string[] = [
  'read-order',
  'read-shipments',
  'match',
  'search',
  'keep-decisions',
  'settle-by-status',
];

/** `3 A, 1 B` as pieces. */
function pieces(words: string): readonly Pieces[] {
  return words.split(',').map((one) => {
    const [quantity = '', code = ''] = one.trim().split(' ');
    return { quantity: Number(quantity), code };
  });
}

/** An order's life, told step by step: what the world does, what is learnt of it, and what comes next. */
export class Story {
  readonly world = new World();
  heeds = heedFall;
  private lines = 0;
  private known: OrderFacts = newFacts(storeHash, orderId, false);

  get facts(): OrderFacts {
    return this.known;
  }

  /** As a run learns. */
  set facts(learnt: OrderFacts) {
    this.known = withoutOldMatches(this.known, askForAddresses(this.heeds(this.known, learnt)));
  }

  /** An address with its lines, `3 A, 1 B`. */
  place(addressId: number, words: string, of: Partial<WorldPlace> = {}): this {
    this.world.places.push({
      ...{ addressId, method: 'DHL', street: `street ${addressId}`, missing: [], lines: [] },
      ...of,
    });
    return this.add(this.world.places.length, words);
  }

  /** More lines at a place. */
  add(number: number, words: string): this {
    for (const { code, quantity } of pieces(words)) {
      this.lines += 1;
      this.at(number).lines.push({ id: this.lines, sku: code, quantity, refunded: 0 });
    }
    return this;
  }

  at(number: number): WorldPlace {
    const place = this.world.places[number - 1];
    if (place === undefined) throw new Error(`no place ${number}`);
    return place;
  }

  /** One order of 3 × A to one address, status 11, read. */
  plain(words = '3 A'): this {
    return this.place(7, words).read();
  }

  /** The store's order changes and is read, with what only asks. `agree` reads twice. */
  store(change: (world: World) => void, { agree = false } = {}): this {
    change(this.world);
    this.world.touch();
    this.read();
    if (agree) this.facts = this.world.read(this.facts);
    return this.quiet();
  }

  /** The store's order changed, and a message tells of it: read, but nothing else is done yet. */
  changed(): this {
    this.world.touch();
    const { status, version } = this.world;
    this.facts = this.world.read(storeChanged(this.facts, { status, version }));
    return this;
  }

  learnReading(facts: OrderFacts, reading: RawReading): OrderFacts {
    return takeReading(facts, reading, this.world.merchantId, this.world.iso());
  }

  status(status: number): this {
    return this.store((world) => {
      world.status = status;
    });
  }

  refund(quantity: number, line = 1, { agree = true } = {}): this {
    return this.store(
      (world) => {
        for (const one of world.places.flatMap(({ lines }) => lines)) if (one.id === line) one.refunded += quantity;
      },
      { agree },
    );
  }

  read(): this {
    const { status, version } = this.world;
    this.facts = this.world.read(storeChanged(this.facts, { status, version }));
    return this.quiet();
  }

  quiet(): this {
    return this.run((act) => quiet.includes(act.kind) && !act.key.startsWith('read again'));
  }

  /** Performs acts as long as there are some that are wanted. */
  run(wanted: (act: Act) => boolean = () => true, most = 60): this {
    for (let count = 0; count < most; count += 1) {
      const act = this.acts().find(wanted);
      if (act === undefined) return this;
      this.facts = this.world.perform(this.facts, act);
    }
    throw new Error(
      `it turns in a circle: ${this.acts()
        .map(({ key }) => key)
        .join(', ')}`,
    );
  }

  acts(): readonly Act[] {
    return nextSteps(this.facts, this.world.now).flatMap((step) => (step.kind === 'act' ? [step.act] : []));
  }

  /** Performs the next act of this kind, whatever comes of it. */
  act(kind: Act['kind'], fate: Fate = 'ok'): this {
    const act = this.acts().find((one) => one.kind === kind);
    if (act === undefined)
      throw new Error(
        `no ${kind}: ${this.acts()
          .map((one) => one.kind)
          .join(', ')}`,
      );
    this.facts = this.world.perform(this.facts, act, fate);
    return this.quiet();
  }

  /** The warehouse refuses the shipping code of the next hand-over. */
  refusedCode(): this {
    const act = this.acts().find((one) => one.kind === 'hand-over');
    if (act === undefined) throw new Error('no hand-over');
    const noted = noteSending(this.facts, act, this.world.iso());
    const answer = { kind: 'hold', reason: 'shipping-code-refused', message: 'no such code' } as const;
    this.facts = takeHandOver(noted, act, answer, this.world.iso());
    return this;
  }

  /** Handed over, and the store's status moved on. */
  sent(): this {
    return this.act('hand-over');
  }

  /** Handed over, and the status is still to be moved. */
  landed(): this {
    const act = this.acts().find((one) => one.kind === 'hand-over');
    if (act === undefined) throw new Error('no hand-over');
    this.facts = this.world.perform(this.facts, { ...act, moveStatus: false });
    return this.quiet();
  }

  /** The answer is lost; the order came about, or did not. */
  lost(came: boolean): this {
    this.act('hand-over', 'lost');
    if (!came) this.world.orders.pop();
    return this;
  }

  /** After the settle time, a look. */
  looked(): this {
    return this.passes(61_000).act('look');
  }

  /** Shipped and told. */
  shippedAndTold(): this {
    return this.sent().ships('w1').run();
  }

  /** An edit in the store gives each line a new id. What was shipped of it stays its own, and no shipment names the new one. */
  renewed(): this {
    for (const line of this.world.places.flatMap(({ lines }) => lines)) {
      this.lines += 1;
      Object.assign(line, { id: this.lines, former: [...(line.former ?? []), line.id] });
    }
    return this;
  }

  /** Of what the first address had, one piece of each line is left there, and one goes to another address, 20. */
  movesOne(): this {
    return this.store(({ places }) => {
      for (const line of places[0]?.lines ?? []) line.quantity = 1;
      const lines = [{ id: 9, sku: 'A', quantity: 1, refunded: 0 }];
      places.push({ addressId: 20, method: 'DHL', street: 'n', missing: [], lines });
    });
  }

  /** Every address of the store's order is edited. */
  otherStreet(street = 'x'): this {
    return this.store(({ places }) => {
      for (const place of places) place.street = street;
    });
  }

  /** A shipment that somebody types into the store: `1:3` is three of line 1. */
  byHand(line: number, quantity: number, trackingNumber = ''): this {
    return this.store((world) => {
      const shipment = { id: 900 + world.shipments.length, addressId: 7, trackingNumber, lines: [{ line, quantity }] };
      world.shipments = [...world.shipments, shipment];
    });
  }

  look(...references: string[]): this {
    this.world.tick();
    this.facts = takeLook(this.facts, this.world.look(references), this.world.iso());
    return this;
  }

  /** No account is left: a new run looks the warehouse through. */
  forget(): this {
    return this.forgets().run((act) => quiet.includes(act.kind) || act.kind === 'look');
  }

  /** The account is lost; a run begins, and lets what may be under way land before it asks the warehouse. */
  forgets(waitsMs = 0): this {
    const unsureUntil = new Date(this.world.now + waitsMs).toISOString();
    this.facts = { ...newFacts(storeHash, orderId, false), searchDue: true, unsureUntil };
    return this;
  }

  /** What the warehouse's people do, as a poll tells it. */
  warehouse(id: string, of: Partial<WorldOrder>): this {
    return this.news(this.world.change(id, of));
  }

  /** The warehouse's people put a gift beside 3 × A. */
  withGift(): this {
    return this.warehouse('w1', { pieces: pieces('3 A, 1 G') });
  }

  ships(id: string, words?: string): this {
    const goods = words === undefined ? {} : { pieces: pieces(words) };
    return this.warehouse(id, { status: 'SHIPPED', tracking: `T-${id}`, ...goods });
  }

  /** An order that the warehouse's people make, as a poll tells it. */
  appears(reference: string, words: string, status: MyOgoStatus = 'NEW', street = 'street 7'): this {
    return this.news(this.world.create(reference, pieces(words), street, status));
  }

  news(order: WorldOrder): this {
    return this.tells(order).quiet();
  }

  /** A poll tells of an order, and nothing is asked yet. */
  tells(order: WorldOrder): this {
    this.facts = takeNews(this.facts, this.world.row(order), this.world.iso());
    return this;
  }

  decide(decision: ReleaseDecision): this {
    this.world.tick();
    const refusal = refusalOf(this.facts, decision, this.world.now);
    if (refusal !== undefined) throw new Error(refusal.message);
    this.facts = decide(this.facts, decision, this.world.iso());
    return this.quiet();
  }

  cancel(): this {
    this.world.tick();
    this.facts = cancelOrder(this.facts, this.world.iso());
    return this.quiet();
  }

  /** `orders.fulfil`: a person asks for the order as it is now. */
  fulfil(): this {
    this.facts = takeByHand(tryAgain(this.facts));
    return this.quiet();
  }

  again(): this {
    this.facts = tryAgain(this.facts);
    return this.quiet();
  }

  passes(ms: number): this {
    this.world.tick(ms);
    return this;
  }

  account(number = 1): PlaceAccount {
    const found = accountOf(this.facts).places.find(({ place }) => place.number === number);
    if (found === undefined) throw new Error(`no place ${number}`);
    return found;
  }

  /** `W3 O3 F3`, of one place and SKU. */
  numbers(number = 1, sku = 'A'): string {
    const it = this.account(number);
    const bags = {
      ...{ W: it.wanted, S: it.shipped, H: it.byHand, T: it.settled, O: it.open, P: it.placed },
      ...{ U: it.unknown, X: it.excess, N: it.sent, L: it.lost, F: it.unsent, D: it.untold },
    };
    const words = Object.entries(bags).map(([name, bag]) => `${name}${bag.get(sku) ?? 0}`);
    return words.filter((word) => !word.endsWith('0') || /[1-9]0$/.test(word)).join(' ');
  }

  findings(number = 1): readonly Finding[] {
    const step = nextSteps(this.facts, this.world.now).find(({ place }) => (place ?? 0) === number);
    return step?.kind === 'hold' ? step.findings : [];
  }

  /** What comes next, of a place or (0) of the order: `cancel w1 w2`, `hold cancel-refused`, `wait warehouse`, `done`. */
  next(number = 1): string {
    const step = nextSteps(this.facts, this.world.now).find(({ place }) => (place ?? 0) === number);
    return step === undefined ? 'silence' : wordsOf(step);
  }
}

function wordsOf(step: Verdict): string {
  switch (step.kind) {
    case 'act':
      return `${step.act.kind} ${concerns(step.act)}`.trim();
    case 'wait':
      return `wait ${step.wait.for}`;
    case 'hold':
      return `hold ${step.findings.map(({ reason }) => reason).join(' + ')}`;
    case 'done':
      return 'done';
  }
}

function concerns(act: Act): string {
  switch (act.kind) {
    case 'hand-over':
      return `${act.reference} ${bagWords(bagOf(act.lines))}`;
    case 'cancel':
      return act.orders
        .map(({ key }) => key)
        .sort()
        .join(' ');
    case 'edit':
      return `${act.order.key} ${bagWords(bagOf(act.pieces))}`;
    case 'ship':
      return `${act.order} ${bagWords(bagOf(act.pieces))}`;
    case 'look':
      return act.references.join(' ');
    case 'note':
      return bagWords(bagOf(act.pieces));
    default:
      return '';
  }
}
