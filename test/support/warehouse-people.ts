import type { Goods, WarehousePlace, WarehouseSplit } from '../../dev/stand-ins/control/warehouse-people.ts';
import type { WarehouseAnswer, WarehouseChange } from '../../dev/stand-ins/control/warehouse-work.ts';
import type { Sandbox } from '../../dev/stand-ins/start.ts';
import type { WarehouseOrder } from '../../dev/stand-ins/warehouse/merchant-state.ts';
import type { PutRule } from '../../dev/stand-ins/warehouse/put-rules.ts';

/** Which of several orders under one reference; default the newest. */
type Which = Pick<WarehouseChange, 'id' | 'occurrence' | 'merchantId'>;
type Placed = { readonly reference: string; readonly id: string; readonly status: string };

/** What the warehouse's people do, each as one act. A poll learns of it later: nothing here tells a run. */
export interface WarehousePeople {
  /** Every order under the reference, oldest first, vanished ones too. */
  orders(reference: string): readonly WarehouseOrder[];
  /** Takes goods out of an order, into one of its own: `{ lines, suffix: '/B' }`; `suffix: ''` keeps the reference. */
  split(reference: string, part: WarehouseSplit, which?: Which): WarehouseAnswer;
  /** Places an order of their own: `{ reference: `${ours}-EX1`, lines }`; `like` takes over what another one has. */
  place(order: WarehousePlace): Placed;
  /** A second order under the same reference, with equal goods or with others. */
  placeTwin(reference: string, lines?: Goods[]): Placed;
  /** Any status word of the warehouse, from any other one. */
  moveTo(reference: string, status: string, which?: Which): WarehouseAnswer;
  /** From now on the API cannot cancel it. */
  collect(reference: string, which?: Which): WarehouseAnswer;
  /** Ships it; with `lines` other goods than were ordered: fewer, more, a substitute. */
  ship(
    reference: string,
    parcel?: Which & Pick<WarehouseChange, 'lines' | 'tracking' | 'trackingUrl' | 'editTime'>,
  ): WarehouseAnswer;
  cancel(reference: string, which?: Which): WarehouseAnswer;
  /** Takes a cancelled order up again. */
  revive(reference: string, which?: Which): WarehouseAnswer;
  takeBack(reference: string, which?: Which): WarehouseAnswer;
  changeLines(reference: string, lines: Goods[], which?: Which): WarehouseAnswer;
  addGift(reference: string, gift: Goods, which?: Which): WarehouseAnswer;
  /** Gives it a number, another one, or (`''`) none; the link may be anything that people type. */
  track(reference: string, tracking: string | string[], trackingUrl?: string, which?: Which): WarehouseAnswer;
  /** Gone from lists and look-ups. */
  vanish(reference: string, which?: Which): WarehouseAnswer;
  reappear(reference: string, which?: Which): WarehouseAnswer;
  /** Its row says something else than the truth, e.g. `{ status: 'ON-HOLD' }` or `{ orderLines: null }`; `null` ends it. */
  showOddly(reference: string, odd: Record<string, unknown> | null, which?: Which): WarehouseAnswer;
  /** Any of it at once, and what has no act of its own. */
  change(reference: string, change: WarehouseChange): WarehouseAnswer;
  /** PUT answers 200 and changes nothing: for one reference or for all, `times` times or always. */
  ignorePuts(rule?: Omit<PutRule, 'answer'>): void;
  refusePuts(rule?: Omit<PutRule, 'answer'>): void;
  /** A PUT is done, but to another order of the reference, later, or only in part. */
  bendPuts(rule: Omit<PutRule, 'answer'>): void;
  obeyPuts(): void;
}

export function warehousePeople({ control }: Pick<Sandbox, 'control'>, merchantId?: string): WarehousePeople {
  const addRule = (rule: PutRule): void => {
    control.warehousePuts([...control.merchant(merchantId).putRules, rule], merchantId);
  };
  const change = (reference: string, wanted: WarehouseChange): WarehouseAnswer =>
    control.warehouse(reference, { ...(merchantId === undefined ? {} : { merchantId }), ...wanted });
  const place = (order: WarehousePlace): Placed =>
    control.placeInWarehouse({ ...(merchantId === undefined ? {} : { merchantId }), ...order });
  return {
    orders: (reference) => control.merchant(merchantId).withReference(reference),
    split: (reference, part, which) => change(reference, { ...which, split: part }),
    place,
    placeTwin: (reference, lines) => place({ reference, like: reference, ...(lines && { lines }) }),
    moveTo: (reference, status, which) => change(reference, { ...which, status }),
    collect: (reference, which) => change(reference, { ...which, status: 'COLLECTING' }),
    ship: (reference, parcel) => change(reference, { ...parcel, status: 'SHIPPED' }),
    cancel: (reference, which) => change(reference, { ...which, status: 'CANCELLED' }),
    revive: (reference, which) => change(reference, { ...which, status: 'NEW' }),
    takeBack: (reference, which) => change(reference, { ...which, status: 'RETURNED' }),
    changeLines: (reference, lines, which) => change(reference, { ...which, lines }),
    addGift: (reference, gift, which) => change(reference, { ...which, addLines: [gift] }),
    track: (reference, tracking, trackingUrl, which) =>
      change(reference, { ...which, tracking, ...(trackingUrl === undefined ? {} : { trackingUrl }) }),
    vanish: (reference, which) => change(reference, { ...which, hidden: true }),
    reappear: (reference, which) => change(reference, { ...which, hidden: false }),
    showOddly: (reference, odd, which) => change(reference, { ...which, odd }),
    change,
    ignorePuts: (rule) => addRule({ ...rule, answer: 'ignore' }),
    refusePuts: (rule) => addRule({ ...rule, answer: 'refuse' }),
    bendPuts: addRule,
    obeyPuts: () => {
      control.warehousePuts([], merchantId);
    },
  };
}
