import type { MyOgoStatus, Pieces } from '../../../../src/contract/orders.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import type { CorrectionAnswer, MatchAnswer } from '../../../../src/domain/orders/learn/answers.ts';
import { bagOf, minus, sameBag } from '../../../../src/domain/orders/facts/bag.ts';
import { settleByStatus } from '../../../../src/domain/orders/decisions/decisions.ts';
import type {
  OrderFacts,
  OrderRules,
  SentLine,
  ShownTravels,
  StoreShipment,
} from '../../../../src/domain/orders/facts/facts.ts';
import {
  noteSending,
  takeCorrection,
  takeCreated,
  takeFailure,
  takeHandOver,
  takeMatch,
  takeNote,
  takeShipping,
  takeStatusWrite,
} from '../../../../src/domain/orders/learn/learn-acts.ts';
import { noteChanging } from '../../../../src/domain/orders/learn/changing.ts';
import { mayBeDone } from '../../../../src/domain/orders/learn/corrections.ts';
import { takeGone, takeShipments, type RawReading } from '../../../../src/domain/orders/learn/learn-store.ts';
import { takeLookFor, takeSearch } from '../../../../src/domain/orders/learn/learn-warehouse.ts';
import {
  isRowOf,
  rowKey,
  type LookAnswer,
  type WarehouseRow,
} from '../../../../src/domain/orders/learn/warehouse-rows.ts';
import { takeReadingFor } from '../../../../src/domain/orders/learn/second-reading.ts';
import { inWarehouseCodes } from '../../../../src/domain/orders/account/edited.ts';
import { goodsLines } from '../../../../src/domain/orders/account/lines.ts';
import type { Act, NamedOrder } from '../../../../src/domain/orders/steps/steps.ts';

// A store order and a warehouse, as simple as they can be and still say no.

export const storeHash = 'h' as StoreHash;
export const orderId = 100;

export interface WorldLine {
  id: number;
  sku: string;
  quantity: number;
  refunded: number;
  /** Ids that an edit took from it: shipments of their time name them, and the store counts these as shipped. */
  former?: readonly number[];
  /** What was bought, where shipments and lines name it. */
  product?: number;
}

export interface WorldPlace {
  addressId: number;
  method: string;
  street: string;
  missing: readonly string[];
  lines: WorldLine[];
}

export interface WorldOrder {
  id: string;
  merchantId: string;
  reference: string;
  status: MyOgoStatus;
  pieces: readonly Pieces[];
  street: string;
  editTime: string;
  tracking?: string;
  /** Orders that the list does not show. */
  hidden?: boolean;
  /** Looks show no customer of it that could be compared. */
  nameless?: boolean;
  /** What travels with it, as a look shows it. */
  shows?: ShownTravels;
}

/** What becomes of an act: it takes effect and is answered, or its answer is lost, or it never arrives, or it is refused. */
export type Fate = 'ok' | 'lost' | 'failed' | 'refused';

/** Between two things that happen. Milliseconds. */
export const TICK_MS = 2_000;

export class World {
  now = Date.parse('2026-01-01T00:00:00Z');
  merchantId = 'm1';
  status = 11;
  version = '';
  places: WorldPlace[] = [];
  shipments: StoreShipment[] = [];
  archived = false;
  exists = true;
  dateShipped = false;
  editable = true;
  rules: Partial<OrderRules> = {};
  orders: WorldOrder[] = [];
  /** Rows of the warehouse bear its own ids. */
  numbered = true;
  links: Record<string, MatchAnswer> = {};
  linksVersion = 1;
  /** Further digests of each address: as the store has it, and as a look shows it. */
  digestsHere: Record<string, string> = {};
  digestsThere: Record<string, string> = {};
  /** The lines of the comment that each address brings. */
  commentsHere: readonly string[] = [];
  /** Warehouse orders that take neither a cancel nor an edit. */
  readonly firm = new Set<string>();
  /** Happens once, after the look before the next cancel or edit and before its effect. */
  meanwhile: (() => void) | undefined;
  /** What a reading is taken for. */
  takenFor: (reading: RawReading) => RawReading = (reading) => reading;
  /** In which order either side lists things: nobody promises one. */
  listed: <T>(list: readonly T[]) => readonly T[] = (list) => list;
  /** Shipments that were ever written: an id is never given twice. */
  private written = 0;
  /** Pieces that were handed over, in all orders that were ever created. */
  readonly created: { readonly lines: readonly SentLine[]; readonly id: string }[] = [];

  constructor() {
    this.touch();
  }

  iso(): string {
    return new Date(this.now).toISOString();
  }

  tick(ms = TICK_MS): void {
    this.now += ms;
  }

  /** The store's order changed. */
  touch(): void {
    this.tick();
    this.version = this.iso();
  }

  order(id: string): WorldOrder {
    const found = this.orders.find((one) => one.id === id || `ref:${one.reference}` === id);
    if (found === undefined) throw new Error(`no warehouse order ${id}`);
    return found;
  }

  create(reference: string, pieces: readonly Pieces[], street: string, status: MyOgoStatus = 'NEW'): WorldOrder {
    this.tick();
    const id = `w${this.orders.length + 1}`;
    const order: WorldOrder = {
      ...{ id, merchantId: this.merchantId, reference, status, pieces, street },
      editTime: this.iso(),
    };
    this.orders.push(order);
    return order;
  }

  change(id: string, of: Partial<WorldOrder>): WorldOrder {
    this.tick();
    return Object.assign(this.order(id), of, { editTime: this.iso() });
  }

  row(order: WorldOrder): WarehouseRow {
    return {
      ...(this.numbered ? { id: order.id } : {}),
      ...{ merchantId: order.merchantId, reference: order.reference, status: order.status },
      ...{ editTime: order.editTime, lines: order.pieces },
      ...(order.tracking === undefined ? {} : { trackingNumber: order.tracking }),
    };
  }

  reading(): RawReading {
    return this.takenFor({
      ...{ status: this.status, version: this.version, archived: this.archived, dateShipped: this.dateShipped },
      counts: true,
      placed: '2026-01-01T00:00:00Z',
      itemsTotal: this.places.flatMap(({ lines }) => lines).reduce((sum, { quantity }) => sum + quantity, 0),
      addresses: this.listed(this.places)
        .filter(({ lines }) => lines.length > 0)
        .map(({ addressId, method, street, missing, lines }) => ({
          ...{ addressId, method, country: 'FI', missing },
          digests: { street, postcode: 'p', city: 'c', ...this.digestsHere },
          ...(this.commentsHere.length === 0 ? {} : { comments: this.commentsHere }),
          lines: this.listed(lines).map(({ former, ...line }) => ({
            ...line,
            shipped: this.shippedOn(line.id, former),
          })),
        })),
      versions: { credentials: 1, links: this.linksVersion, settings: 1 },
      rules: {
        ...{ importStatuses: [11], waitingStatuses: [7, 11, 12], statusAfterHandOver: 9, waitForTrackingMinutes: 60 },
        ordersEditable: this.editable,
        ...this.rules,
      },
      skipped: { digital: 0, refunded: 0, pickup: 0 },
      digestKey: 'k',
      settleMs: 60_000,
    });
  }

  private shippedOn(line: number, former: readonly number[] = []): number {
    return this.shipments
      .flatMap(({ lines }) => lines)
      .reduce((sum, one) => sum + ([line, ...former].includes(one.line) ? one.quantity : 0), 0);
  }

  read(facts: OrderFacts): OrderFacts {
    if (!this.exists) return takeGone(facts, this.iso());
    return takeReadingFor({ key: 'read', basis: '' }, facts, this.reading(), this.merchantId, this.iso());
  }

  look(references: readonly string[]): LookAnswer {
    const orders = this.listed(this.orders)
      .filter((one) => one.hidden !== true && one.merchantId === this.merchantId && references.includes(one.reference))
      .map((one) => ({
        ...this.row(one),
        ...(one.nameless === true
          ? {}
          : {
              digests: { street: one.street, postcode: 'p', city: 'c', ...this.digestsThere },
              shows: one.shows ?? {},
            }),
      }));
    return { merchantId: this.merchantId, references, orders, at: this.iso(), digestKey: 'k' };
  }

  /** Does what the act says, and teaches what comes of it. */
  perform(facts: OrderFacts, act: Act, fate: Fate = 'ok'): OrderFacts {
    this.tick();
    if (act.kind === 'settle-by-status') return settleByStatus(facts, act.version, this.iso());
    if (act.kind === 'hand-over') return this.handOver(facts, act, fate);
    if (fate === 'failed' || (fate === 'lost' && ['read-order', 'look', 'match', 'search'].includes(act.kind)))
      return takeFailure(facts, act, { kind: 'again', message: 'no answer', mayHaveSent: false }, this.iso());
    if (act.kind === 'cancel' || act.kind === 'edit') {
      const noted = noteChanging(facts, act, this.iso());
      const sent = act.kind === 'edit' ? { ...act, pieces: inWarehouseCodes(facts, act).pieces } : act;
      const answer = this.correct(sent, fate, mayBeDone(facts, act));
      if (fate !== 'lost') return takeCorrection(noted, act, answer, this.iso());
      return takeFailure(noted, act, { kind: 'again', message: 'lost', mayHaveSent: true }, this.iso());
    }
    if (fate === 'refused' && act.kind !== 'read-order' && act.kind !== 'look')
      return takeFailure(facts, act, { kind: 'hold', reason: 'rejected-by-bigcommerce', message: 'no' }, this.iso());
    switch (act.kind) {
      case 'read-order':
        if (!this.exists) return takeGone(facts, this.iso());
        return takeReadingFor(act, facts, this.reading(), this.merchantId, this.iso());
      case 'read-shipments':
        return takeShipments(facts, this.listed(this.shipments), this.version);
      case 'look':
        return takeLookFor(act, facts, this.look(act.references), this.iso());
      case 'search': {
        const rows = this.listed(this.orders).filter(
          (one) => one.hidden !== true && one.merchantId === this.merchantId,
        );
        const answer = { orders: rows.map((one) => this.row(one)), digestKey: 'k' };
        return takeSearch(
          facts,
          act.searched === undefined ? answer : { ...answer, searched: act.searched },
          this.iso(),
        );
      }
      case 'match':
        return takeMatch(facts, act, this.links[act.method] ?? { kind: 'code', code: 'DHL' });
      case 'create-products':
        return takeCreated(facts, act, [], this.iso());
      case 'ship':
        return this.ship(facts, act, fate);
      case 'note':
      case 'move-status':
      case 'cancel-in-store': {
        const before = { status: this.status, version: this.version };
        if (act.kind === 'move-status') this.status = 9;
        if (act.kind === 'cancel-in-store') this.status = 5;
        this.touch();
        if (fate === 'lost')
          return takeFailure(facts, act, { kind: 'again', message: 'lost', mayHaveSent: true }, this.iso());
        const answer = { before, after: { status: this.status, version: this.version } };
        return act.kind === 'note'
          ? takeNote(facts, act, answer, this.iso())
          : takeStatusWrite(facts, act, answer, this.iso());
      }
      case 'keep-decisions':
        return { ...facts, kept: act.fingerprint };
    }
  }

  private handOver(facts: OrderFacts, act: Extract<Act, { kind: 'hand-over' }>, fate: Fate): OrderFacts {
    const noted = noteSending(facts, act, this.iso());
    if (fate === 'failed')
      return takeFailure(noted, act, { kind: 'again', message: 'no answer', mayHaveSent: false }, this.iso());
    if (fate === 'refused') {
      const answer = { kind: 'hold', reason: 'rejected-by-myogo', message: 'no' } as const;
      return takeHandOver(noted, act, answer, this.iso());
    }
    if (facts.order?.version !== this.version) return takeHandOver(noted, act, { kind: 'changed' }, this.iso());
    const look = this.look([act.reference]);
    if (look.orders.length > 0) return takeHandOver(noted, act, { kind: 'found', look }, this.iso());
    const street = this.places.find(({ addressId }) => addressId === act.addressId)?.street ?? '';
    const order = this.create(
      act.reference,
      [...bagOf(act.lines)].map(([code, quantity]) => ({ code, quantity })),
      street,
    );
    const { pickUpPoint, cash } = act.travels;
    order.shows = {
      ...(pickUpPoint === undefined ? {} : { pickUpPoint }),
      ...(cash === undefined ? {} : { cash }),
      ...(this.commentsHere.length === 0 ? {} : { comments: this.commentsHere }),
    };
    this.created.push({ lines: act.lines, id: order.id });
    if (fate === 'lost')
      return takeFailure(noted, act, { kind: 'again', message: 'lost', mayHaveSent: true }, this.iso());
    if (!act.moveStatus) return takeHandOver(noted, act, { kind: 'landed', order: this.row(order) }, this.iso());
    this.status = 9;
    this.touch();
    const store = { status: 9, version: this.version };
    return takeHandOver(noted, act, { kind: 'landed', order: this.row(order), store }, this.iso());
  }

  private correct(act: Extract<Act, { kind: 'cancel' | 'edit' }>, fate: Fate, again: boolean): CorrectionAnswer {
    const named = act.kind === 'cancel' ? act.orders : [act.order];
    const references = [...new Set(named.map(({ reference }) => reference))];
    const before = this.look(references);
    const answer = () => ({ before, look: this.look(references) });
    const takes = ({ key }: NamedOrder) => {
      const { status } = this.order(key);
      return (
        fate !== 'refused' && !this.firm.has(key) && (status === 'NEW' || status === 'DRAFT' || status === 'PENDING')
      );
    };
    const living = ({ key }: { readonly key: string }) =>
      !['CANCELLED', 'SHIPPED', 'RETURNED'].includes(this.order(key).status);
    if (act.kind === 'edit') {
      const { key, status, pieces } = act.order;
      const there = this.order(key);
      // An earlier change whose answer was lost is found done; what came to the same without us is the warehouse's.
      const done = sameBag(bagOf(there.pieces), bagOf(act.pieces)) && !sameBag(bagOf(pieces), bagOf(act.pieces));
      if (done && again) return { ...answer(), took: 'earlier' };
      if (there.status !== status || !sameBag(bagOf(there.pieces), bagOf(pieces))) return { ...answer(), moved: true };
      // What came to the same in the middle of it reads as taken.
      const isAsMeant = this.meanwhile !== undefined;
      this.meanwhile?.();
      this.meanwhile = undefined;
      if (!takes(act.order) && !(isAsMeant && sameBag(bagOf(there.pieces), bagOf(act.pieces))))
        return { ...answer(), refused: 'no' };
      const place = this.places.find(({ addressId }) => addressId === act.addressId);
      const street = place?.street ?? '';
      if (takes(act.order)) this.change(key, { pieces: act.pieces, street });
      const content = {
        ...{ method: place?.method ?? '', country: 'FI', ...act.travels },
        ...{ digests: { street, postcode: 'p', city: 'c' }, digestKey: 'k' },
      };
      return { ...answer(), took: 'now', content };
    }
    // A change goes by the reference: beside a living order that it does not name, none is sent.
    const isFree = ({ reference }: NamedOrder) =>
      before.orders.every(
        (row) =>
          row.reference !== reference ||
          !living({ key: rowKey(row) }) ||
          act.orders.some(({ key }) => isRowOf(row, key)),
      );
    const isOther = ({ key, pieces }: NamedOrder) => !sameBag(bagOf(this.order(key).pieces), bagOf(pieces));
    if (act.orders.some((one) => living(one) && (!isFree(one) || isOther(one)))) return { ...answer(), moved: true };
    this.meanwhile?.();
    this.meanwhile = undefined;
    for (const one of act.orders.filter(living)) if (takes(one)) this.change(one.key, { status: 'CANCELLED' });
    return { ...answer(), ...(act.orders.some(living) ? { refused: 'The warehouse kept it.' } : {}) };
  }

  private ship(facts: OrderFacts, act: Extract<Act, { kind: 'ship' }>, fate: Fate): OrderFacts {
    const order = this.order(act.order);
    const known = this.shipments.filter(({ marks }) => marks === act.marks);
    const lines = goodsLines(facts, act.place);
    const codes = new Map(lines.map(({ id, sku }) => [id, sku]));
    let due = minus(
      bagOf(act.goods),
      bagOf(known.flatMap((one) => one.lines).map(({ line, quantity }) => ({ code: codes.get(line) ?? '', quantity }))),
    );
    const written = lines.flatMap(({ id, sku, quantity, refunded }) => {
      const former = this.places.flatMap((place) => place.lines).find((line) => line.id === id)?.former;
      const room = quantity - refunded - this.shippedOn(id, former);
      const takes = Math.min(room, due.get(sku) ?? 0);
      due = minus(due, new Map([[sku, takes]]));
      return takes > 0 ? [{ line: id, quantity: takes }] : [];
    });
    const trackingNumber = order.tracking ?? '';
    this.written += written.length > 0 ? 1 : 0;
    const id = 500 + this.written;
    if (written.length > 0)
      this.shipments.push({ id, addressId: act.addressId, trackingNumber, marks: act.marks, lines: written });
    else this.shipments = this.shipments.map((one) => (one.marks === act.marks ? { ...one, trackingNumber } : one));
    if (written.length > 0) this.touch();
    if (fate === 'lost')
      return takeFailure(facts, act, { kind: 'again', message: 'lost', mayHaveSent: true }, this.iso());
    const reading = this.reading();
    const whole = reading.addresses.every((one) =>
      one.lines.every((line) => line.shipped >= line.quantity - line.refunded),
    );
    if ([9, 11, 3].includes(this.status) && written.length > 0) {
      this.status = whole ? 2 : 3;
      this.touch();
    }
    return takeShipping(
      facts,
      act,
      {
        ...{ shipments: this.shipments, trackingNumber, trackingUrl: '', reading },
        own: this.shipments
          .filter(({ marks }) => marks === act.marks)
          .map((one) => ({
            id: one.id,
            pieces: one.lines.map(({ line, quantity }) => ({ code: codes.get(line) ?? '', quantity })),
          })),
        ...{ written: written.length > 0 ? 1 : 0, updated: written.length > 0 ? 0 : 1 },
        store: { status: this.status, version: this.version },
      },
      this.iso(),
    );
  }
}
