import { expect, it, vi } from 'vitest';
import { Output } from '../../../src/cli/output.ts';
import { forPeople, plain } from '../../../src/cli/text-for-people.ts';

interface Screen {
  readonly columns?: number;
  readonly json?: boolean;
  readonly noColor?: boolean;
}

/** What a command shows on a terminal of so many columns, or in a pipe. */
async function shown(work: (out: Output) => void | Promise<void>, screen: Screen = {}): Promise<string> {
  const { columns, json = false, noColor = true } = screen;
  let text = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    text += String(part);
    return true;
  });
  const before = [process.stdout.isTTY, process.stdout.columns] as const;
  Object.assign(process.stdout, { isTTY: columns !== undefined, columns: columns ?? 0 });
  try {
    const out = new Output({ json, noColor });
    await out.result({ one: 1 }, () => work(out));
    return text;
  } finally {
    [process.stdout.isTTY, process.stdout.columns] = before;
    vi.restoreAllMocks();
  }
}

const steering = [
  '\u001b[31mred',
  '\u001b]0;title\u0007',
  'a\rb',
  'a\nb',
  '\u009b2J',
  'a\u202eb',
  'a\u2028b',
  'a\u0000b',
  'a\ud800b',
];

it.each(steering)(
  'what steers a terminal never reaches it, in no line, cell, fact or styled word: %j',
  async (text) => {
    const all = (out: Output) => {
      out.line(text);
      out.line(out.style('bold', text), text);
      out.table([text], [[text]]);
      out.facts([[text, text]]);
    };
    const steers = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Cs}/u;
    for (const columns of [undefined, 60, 200]) expect(await shown(all, defined({ columns }))).not.toMatch(steers);
    const coloured = await shown(all, { columns: 80, noColor: false });
    expect(coloured.replaceAll(/\u001b\[(?:1|2|22|31|32|33|39)m/g, '')).not.toMatch(steers);
  },
);

it.each([...steering, 'a\u200eb', 'a\u{e0041}b', 'a\u007fb', '\u009b31mred'])(
  'what steers a terminal never reaches it as JSON or as a file, and JSON still holds it: %j',
  async (text) => {
    const steers = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
    const result = (out: Output) => out.result({ text }, () => undefined);
    const rows = async (out: Output) => {
      await out.rows({ pages: once([{ text }]), limit: 1 }, ['a'], () => [], { none: '', more: () => '' });
    };
    const error = (out: Output) => {
      out.error({ type: 'X', message: text, expected: text });
    };
    for (const said of [
      await written(result, { json: true }),
      await written(rows, { json: true }),
      await written(error, { json: true }),
    ]) {
      expect(said).not.toMatch(steers);
      expect(JSON.stringify(JSON.parse(said))).toContain(JSON.stringify(text));
    }
    const csv = `sku\n${text}\n`;
    const asFile = (out: Output) => {
      out.file(csv);
    };
    expect(await written(asFile, { columns: 80 })).not.toMatch(steers);
    expect(await written(asFile)).toBe(csv);
  },
);

async function* once<Row>(rows: readonly Row[]) {
  await Promise.resolve();
  yield { rows };
}

/** All that is written, on either stream. */
async function written(
  work: (out: Output) => void | Promise<void>,
  { columns, json = false }: Screen = {},
): Promise<string> {
  let text = '';
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((part) => {
      text += String(part);
      return true;
    });
  }
  const before = [process.stdout.isTTY, process.stdout.columns] as const;
  Object.assign(process.stdout, { isTTY: columns !== undefined, columns: columns ?? 0 });
  try {
    await work(new Output({ json, noColor: true }));
    return text;
  } finally {
    [process.stdout.isTTY, process.stdout.columns] = before;
    vi.restoreAllMocks();
  }
}

it('a row of a list over all stores names an act as the command of its own store', async () => {
  const rows = [
    { storeHash: 'abc123', text: 'goes on after rotateCredentials' },
    { storeHash: 'def456', text: 'goes on after resume()' },
  ];
  const list = async (out: Output) => {
    await out.rows({ pages: once(rows), limit: 9 }, ['store', 'needs'], (row) => [row.storeHash, row.text], {
      none: '',
      more: () => '',
    });
  };
  const text = await written(list);
  expect(text).toContain('`ogoship abc123 rotate`');
  expect(text).toContain('`ogoship def456 resume`');
  expect(text).not.toContain('<store>');
});

function defined({ columns }: { columns: number | undefined }): Screen {
  return columns === undefined ? {} : { columns };
}

it.each([undefined, 60, 100])(
  'rows that come late stand in the columns of the first, on %s columns',
  async (columns) => {
    const rows = [
      { a: 'abc', b: 'well', c: 'nothing' },
      {
        a: 'abc123xyz0',
        b: 'awaiting-goods',
        c: 'two orders are held, and the oldest of them has been for seven days',
      },
      { a: 'x', b: 'failing', c: 'a word' },
    ];
    async function* slow() {
      for (const row of rows) {
        yield { rows: [row] };
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
    const text = await written(
      async (out) => {
        await out.rows(
          { pages: slow(), limit: 9 },
          [['store', 10], ['stage', 14], 'needs'],
          ({ a, b, c }) => [a, b, c],
          { none: '', more: () => '' },
        );
      },
      columns === undefined ? {} : { columns },
    );
    const lines = text.trimEnd().split('\n');
    const [head = ''] = lines;
    const starts = ['stage', 'needs'].map((title) => head.indexOf(title));
    // What is broken goes on in its own column; no line is longer than the terminal.
    for (const line of lines) {
      for (const at of starts) expect(line.slice(at - 2, at)).toMatch(/^ {0,2}$/);
      expect(line.length).toBeLessThanOrEqual(columns ?? Infinity);
    }
    expect(lines.filter((line) => line.startsWith('abc123xyz0'))).toHaveLength(1);
    expect(lines.some((line) => line.includes('held, and the oldest'))).toBe(columns !== 60);
  },
);

const width = async (text: string): Promise<number> => (await import('../../../src/cli/layout.ts')).textWidth(text);

it.each([60, 61, 80, 100])('no line is wider than a terminal of %i columns', async (columns) => {
  const long = 'Link this shipping method to a myOGO shipping code: the order then goes on by itself.';
  const text = await shown(
    (out) => {
      out.line(`${long} ${long}`);
      out.table(
        ['order', 'address', 'held because', 'since', 'what to do'],
        [
          [1042, 15, 'shipping-method-not-linked', '2026-11-22T23:59:23.684Z', long],
          [7, 'all', 'x'.repeat(130), '商品名がとても長い場合でも表は崩れません', long],
        ],
      );
      out.facts([['what to do', long]]);
    },
    { columns },
  );
  for (const line of text.split('\n')) expect(await width(line)).toBeLessThanOrEqual(columns);
  // Broken, and nothing of it lost.
  expect(text.replaceAll(/\s+/g, '')).toContain('shipping-method-not-linked'.slice(0, 8));
  expect(text.match(/x/g)?.length).toBeGreaterThanOrEqual(130);
});

it('names in other scripts line up', async () => {
  const names = ['Postpaket', '宅配便', 'Доставка', 'e\u0301toile', '👩‍👩‍👧 box', 'שליח'];
  const text = await shown((out) =>
    out.table(
      ['name', 'code'],
      names.map((name) => [name, 'CODE']),
    ),
  );
  const columns = await Promise.all(
    text
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => width(line.slice(0, line.indexOf('CODE')))),
  );
  expect(new Set(columns).size).toBe(1);
});

it('in a pipe a row is one line, however long', async () => {
  const text = await shown((out) => out.table(['a', 'b'], [['x'.repeat(300), 'y'.repeat(300)]]));
  expect(text.trimEnd().split('\n')).toHaveLength(2);
});

it.each([
  ['Europe/Helsinki', '2026-11-28 15:15:04 UTC+2'],
  ['America/New_York', '2026-11-28 08:15:04 UTC-5'],
  ['UTC', '2026-11-28 13:15:04 UTC'],
])('people read times in their own zone, %s', (zone, local) => {
  expect(forPeople('next at 2026-11-28T13:15:04.123Z.', zone)).toBe(`next at ${local}.`);
});

it.each([
  'an ISO time with its zone, for example "2026-11-01T00:00:00Z", at most a year ahead',
  '`ogoship abc123 settings ordersFrom=2026-11-01T00:00:00Z` takes it',
  'say “2026-11-01T00:00:00Z”',
])('a time that is to be typed stays as it is typed: %s', (text) => {
  expect(forPeople(text, 'Europe/Helsinki')).toBe(text);
});

it('what is no time stays as it is', () => {
  for (const text of ['2026-13-45T99:99:99Z', 'A-2026-11-28', '']) expect(forPeople(text)).toBe(plain(text));
});

it('JSON has the number of its shape, ISO times, and a list as rows', async () => {
  expect(JSON.parse(await shown(() => undefined, { json: true }))).toEqual({ schemaVersion: 1, one: 1 });
});

it('rows are shown as they come, as a table and as one JSON document', async () => {
  async function* pages() {
    yield { rows: [{ a: 1, at: '2026-11-28T13:15:04.123Z' }] };
    await Promise.resolve();
    yield { rows: [], next: 'more' };
    yield {
      rows: [
        { a: 2, at: '' },
        { a: 3, at: '' },
      ],
      next: 'rest',
    };
    throw new Error('nobody asked for this page');
  }
  const work = async (out: Output) => {
    await out.rows({ pages: pages(), limit: 2 }, ['a'], ({ a }) => [a], {
      none: 'Nothing.',
      more: (next) => `More: --after ${next}`,
    });
  };
  expect(await shown(work)).toBe('a\n1\n2\n3\nMore: --after rest\n');
  const json = await shownRows(work);
  expect(json).toEqual({
    schemaVersion: 1,
    rows: [
      { a: 1, at: '2026-11-28T13:15:04.123Z' },
      { a: 2, at: '' },
      { a: 3, at: '' },
    ],
    next: 'rest',
  });
});

const storesOf = (pages: AsyncIterable<{ rows: { store: string; stage: string }[] }>) => (out: Output) =>
  out.rows({ pages, limit: 9 }, ['store', 'stage'], ({ store, stage }) => [store, stage], { none: '', more: () => '' });

it('rows of pages that come close behind each other stand in the same columns', async () => {
  async function* pages() {
    yield { rows: [{ store: 'a', stage: 'live' }] };
    await Promise.resolve();
    yield { rows: [{ store: 'a-longer-name', stage: 'paused' }] };
  }
  const work = async (out: Output) => {
    await storesOf(pages())(out);
  };
  expect(await shown(work)).toBe('store          stage\na              live\na-longer-name  paused\n');
});

it('rows are not kept back by a page that takes long', async () => {
  let text = '';
  const late = { come: (): void => undefined };
  const come = new Promise<void>((resolve) => (late.come = resolve));
  async function* pages() {
    yield { rows: [{ store: 'a', stage: 'live' }] };
    await come;
    yield { rows: [{ store: 'b', stage: 'paused' }] };
  }
  vi.spyOn(process.stdout, 'write').mockImplementation((part) => ((text += String(part)), true));
  try {
    const done = storesOf(pages())(new Output({ json: false, noColor: true }));
    await vi.waitFor(() => expect(text).toMatch(/^store +stage\na +live\n$/));
    late.come();
    await done;
    expect(text).toMatch(/^store +stage\na +live\nb +paused\n$/);
  } finally {
    vi.restoreAllMocks();
  }
});

it('no rows are a sentence, and an empty JSON document', async () => {
  const work = async (out: Output) => {
    await out.rows({ pages: nothing(), limit: 2 }, ['a'], () => [], { none: 'Nothing is held.', more: () => '' });
  };
  expect(await shown(work)).toBe('Nothing is held.\n');
  expect(await shownRows(work)).toEqual({ schemaVersion: 1, rows: [] });
});

async function* nothing() {
  await Promise.resolve();
  yield { rows: [] };
}

async function shownRows(work: (out: Output) => Promise<void>): Promise<unknown> {
  let text = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    text += String(part);
    return true;
  });
  await work(new Output({ json: true, noColor: true }));
  vi.restoreAllMocks();
  return JSON.parse(text);
}

it('an error on a terminal is one line that steers nothing; as JSON it has its shape’s number', () => {
  let text = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((part) => {
    text += String(part);
    return true;
  });
  new Output({ json: true, noColor: true }).error({ type: 'Refused', message: 'No.\u001b[2J', field: 'a' });
  expect(JSON.parse(text)).toEqual({
    schemaVersion: 1,
    error: { type: 'Refused', message: 'No.\u001b[2J', field: 'a' },
  });
  text = '';
  new Output({ json: false, noColor: true }).error({
    type: 'X',
    message: 'No.\u001b[2J',
    field: 'a\u0007',
    expected: 'b\u001b',
  });
  vi.restoreAllMocks();
  expect(text).toBe('ogoship: No.\n  a : expected b \n');
});

it('a list that fails before its first row leaves nothing of a document beside the error', async () => {
  async function* failing() {
    await Promise.resolve();
    yield { rows: [] };
    throw new Error('no list');
  }
  let text = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    text += String(part);
    return true;
  });
  try {
    const out = new Output({ json: true, noColor: true });
    const rows = out.rows({ pages: failing(), limit: 2 }, ['a'], () => [], { none: 'Nothing.', more: () => '' });
    await expect(rows).rejects.toThrow('no list');
    expect(text).toBe('');
  } finally {
    vi.restoreAllMocks();
  }
});

it('a list that fails in the middle is one JSON document all the same, which says that it is not the whole', async () => {
  async function* failing() {
    await Promise.resolve();
    yield { rows: [{ a: 1 }] };
    yield { rows: [{ a: 2 }] };
    throw new Error('no list');
  }
  let text = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    text += String(part);
    return true;
  });
  try {
    const out = new Output({ json: true, noColor: true });
    const rows = out.rows({ pages: failing(), limit: 9 }, ['a'], () => [], { none: 'Nothing.', more: () => '' });
    await expect(rows).rejects.toThrow('no list');
    expect(JSON.parse(text)).toEqual({ schemaVersion: 1, rows: [{ a: 1 }, { a: 2 }], incomplete: true });
  } finally {
    vi.restoreAllMocks();
  }
});

it('errors and what a command waits for are broken to a terminal of 60 columns, and are one line in a pipe', async () => {
  const long = 'A worker runs, and has not answered yet: the command waits for it, for up to ten seconds.';
  const said = (out: Output) => {
    out.note(long);
    out.error({ type: 'X', message: long, field: 'worker', expected: long });
  };
  const before = { isTTY: process.stderr.isTTY, columns: process.stderr.columns };
  try {
    Object.assign(process.stderr, { isTTY: true, columns: 60 });
    const lines = (await written(said)).split('\n');
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
    expect(lines.length).toBeGreaterThan(6);
    Object.assign(process.stderr, { isTTY: false });
    expect((await written(said)).trim().split('\n')).toEqual([long, `ogoship: ${long}`, `  worker: expected ${long}`]);
  } finally {
    Object.assign(process.stderr, before);
  }
});

it.each([60, 80])('the command that goes on is one line, on %i columns too: it is pasted', async (columns) => {
  const next = Buffer.from(JSON.stringify({ list: 0, at: 1_700_000_000_000, ids: ['order:abc123-1042'] })).toString(
    'base64url',
  );
  async function* pages() {
    await Promise.resolve();
    yield { rows: [{ a: 1 }], next };
  }
  const command = `ogoship held --merchant m-1 --limit 1 --after ${next}`;
  const text = await written(
    async (out) => {
      await out.rows({ pages: pages(), limit: 1 }, ['a'], ({ a }) => [a], { none: '', more: () => command });
    },
    { columns },
  );
  expect(text.split('\n')).toContain(command);
});

it.each([60, 80, 100])(
  'a command in a sentence is not broken where it fits into a line, on %i columns',
  async (columns) => {
    const command = '`ogoship abc123 orders release 1042 use-code --code X`';
    for (let words = 0; words < 12; words += 1) {
      const text = await shown((out) => out.line(`${'word '.repeat(words)}${command}, or something else.`), {
        columns,
      });
      expect(text).toContain(command);
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
    }
  },
);
