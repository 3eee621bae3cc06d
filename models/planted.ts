/** A small wrong version of a model: the text of one rule, and what stands there instead. */
export interface Planted {
  readonly what: string;
  readonly from: string;
  readonly to: string;
}

/** A model with what is known of it. */
export interface ModelFile {
  readonly file: string;
  readonly promises: readonly string[];
  /** Bounds by name: those of `npm run model`; those that a short test has time for; those within which it finds a fault. */
  readonly bounds: { readonly full: Bounds; readonly small: Bounds; readonly faulty: Bounds };
  /** What the proof needs and no code can see to. */
  readonly assumptions: readonly Planted[];
  readonly wrong: readonly Planted[];
}

type Bounds = Readonly<Record<string, string>>;

export const handOver: ModelFile = {
  file: 'hand-over.qnt',
  promises: ['leavesOnce', 'nothingIsSilent', 'excessIsTakenBack'],
  bounds: {
    full: { troubles: '2', mostSendings: '4' },
    small: { troubles: '0', mostSendings: '2' },
    faulty: { troubles: '1', mostSendings: '2' },
  },
  assumptions: [
    {
      what: 'an effect lands after the settle time',
      from: 'pure val landsWithin = 1',
      to: 'pure val landsWithin = 3',
    },
    {
      what: 'a process freezes between the guard and the send, for longer than the settle time',
      from: 'pure val guardHolds = true',
      to: 'pure val guardHolds = false',
    },
  ],
  wrong: [
    {
      what: 'an unknown outcome is looked up at once, without the settle time',
      from: '{ ...one, outcome: "unknown", settles: settleTicks } else one) }',
      to: '{ ...one, outcome: "unknown", settles: 0 } else one) }',
    },
    {
      what: 'a look before the settle time is believed',
      from: 'one.key == 0 and one.settles == 0)',
      to: 'one.key == 0)',
    },
    {
      what: 'a failure that may have sent is taken for one that did not',
      from: 'troubled(mayHaveSent(without(s, a), a.number))',
      to: 'troubled(unsentOf(without(s, a), a.number))',
    },
    {
      what: 'what a look did not find while it was being sent stays not found when its outcome becomes unknown',
      from: 'one.number == number and one.outcome != "landed"',
      to: 'one.number == number and one.outcome == "unknown"',
    },
    {
      what: 'a run that follows one without a result does not wait for what that one sent',
      from: 'unsure: attemptTicks + settleTicks,',
      to: 'unsure: 0,',
    },
    {
      what: 'what the warehouse did not cancel is held by nobody',
      from: '"hold cancel-refused" else "cancel"',
      to: '"wait for warehouse" else "cancel"',
    },
    {
      what: 'what is too much is not taken back',
      from: 'excess(f) > 0 and placed(f) > 0',
      to: 'excess(f) > 9',
    },
    {
      what: 'a dead attempt ends as if nothing had left',
      from: 'val heard = mayHaveSent(s, a.number)',
      to: 'val heard = unsentOf(s, a.number)',
    },
  ],
};

export const stockGate: ModelFile = {
  file: 'stock-gate.qnt',
  promises: ['noWrongZero', 'nothingIsSilent'],
  bounds: {
    full: { moves: '3', troubles: '1' },
    small: { moves: '1', troubles: '0' },
    faulty: { moves: '2', troubles: '0' },
  },
  assumptions: [
    {
      what: 'a comparison is ended from outside between its writes and its last look',
      from: 'fullLooksAgain, fullEndsAnew,',
      to: 'fullLooksAgain, fullEndsAnew, fullIsEnded,',
    },
  ],
  wrong: [
    {
      what: 'goods that never came are not awaited',
      from: 'if (f.awaited.contains(sku)) "awaited"\n    else if',
      to: 'if',
    },
    {
      what: 'an approval is not used up',
      from: 'else if (r.knew.get(sku) != "none" and',
      to: 'else if (r.knew.get(sku) == "refused" and',
    },
    {
      what: 'an approval outlives goods that came since',
      from: 'else if (r.knew.get(sku) != "none" and',
      to: 'else if (r.seen.get(sku) == 0 and r.knew.get(sku) != "none" and',
    },
    {
      what: 'a zero that was held back for awaited goods is settled',
      from: 'f.due.get(sku) == "awaited" and not(f.awaited.contains(sku)),',
      to: 'false,',
    },
    {
      what: 'what could not be asked is settled',
      from: 'f.due.get(sku) == "cannot-ask",',
      to: 'false,',
    },
    {
      what: 'nobody to ask is taken for a yes',
      from: 'else if (canAsk) reasonOf(f, r, sku) else "cannot-ask")',
      to: 'else if (canAsk) reasonOf(f, r, sku) else "none")',
    },
    {
      what: 'the cursor is where the run ended, not where it began to read',
      from: 'remembered: remembers(s, s.latest), latest: idle },',
      to: 'remembered: remembers(s, s.latest), changed: Set(), latest: idle },',
    },
    {
      what: 'a run that fails has moved its cursor',
      from: 'changed: s.changed.union(s.latest.news.keys()),',
      to: 'changed: s.changed,',
    },
    {
      what: 'a comparison does not look again at what it wrote',
      from: 'r.writes.exists(sku => f.available.get(sku) != r.seen.get(sku))',
      to: 'false',
    },
    {
      what: 'a comparison remembers what it has settled for the next run of latest changes',
      from: '{ ...told(s, s.full), full: idle }',
      to: '{ ...told(s, s.full), remembered: s.version, full: idle }',
    },
    {
      what: 'a run withdraws what was asked after it had begun to look',
      from: ' and r.knew.get(sku) == f.words.get(sku) and r.asks.get(sku) == f.asks.get(sku)) "none"',
      to: ') "none"',
    },
    {
      what: 'a person is not asked',
      from: '(if (r.knew.get(sku) == "none" and Set("none", "approved").contains(f.words.get(sku))) "open" else f.words.get(sku))',
      to: 'f.words.get(sku)',
    },
  ],
};

/** @throws where the text is not there: a fault that is not planted proves nothing */
export function planted(text: string, { what, from, to }: Planted): string {
  if (text.split(from).length !== 2) throw new TypeError(`“${what}” must be planted in exactly one place.`);
  return text.replace(from, () => to);
}

export function bounded(text: string, bounds: Bounds): string {
  return Object.entries(bounds).reduce((found, [name, value]) => {
    const rule = new RegExp(`(pure val ${name} = ).*`);
    if (!rule.test(found)) throw new TypeError(`The model has no bound ${name}.`);
    return found.replace(rule, (_, head: string) => head + value);
  }, text);
}
