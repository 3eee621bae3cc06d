import type { Command } from 'commander';
import { many } from '../../contract/runs/many.ts';
import { defined } from '../../contract/defined.ts';
import type { Integration, ShippingLink, ShippingPreview } from '../../client/index.ts';
import {
  addressNeeds,
  pickUpNeeds,
  PREVIEW_DAYS,
  type AddressNeed,
  type PickUpNeed,
  type PickUpSource,
} from '../../contract/shipping.ts';
import { isDefaultPattern } from '../../contract/shipping/link-pattern.ts';
import { decimal, oneOf, wholeNumber } from '../arguments.ts';
import { confirmed, DRY_RUN, YES, type ActOptions } from '../confirm.ts';
import type { CliContext } from '../context.ts';
import { writeCsv } from '../files/csv.ts';
import {
  compareLinks,
  LINK_COLUMNS,
  linksAfter,
  linksOfFile,
  needsOf,
  rowOfLink,
  toSave,
  type ComparedLink,
} from '../files/link-file.ts';
import { morePlaces, PLACE_FORMS } from '../files/pick-up-places.ts';
import type { Output } from '../output.ts';
import { showLinks, showMethods, showResult } from '../show/links.ts';
import { showOddRows } from '../show/odd-rows.ts';
import { showCustoms, showHints, showNeeds, showPickUps } from '../show/pick-up-points.ts';
import { writeTextFile } from '../files/text-file.ts';
import { UsageError } from '../usage-error.ts';

interface Imported {
  readonly dryRun: boolean;
  readonly links: readonly ComparedLink[];
  readonly preview?: ShippingPreview;
}

interface LinkOptions {
  readonly country?: string;
  readonly carrier?: string;
  readonly pickUpPoint?: PickUpNeed;
  readonly where?: readonly PickUpSource[];
  readonly needs?: readonly AddressNeed[];
  readonly maxWeight?: number;
}

const HELD_STILL = 'Orders that are held for want of a link do not go on yet.';

/** Commands about shipping links. */
export function shippingCommands(program: Command, context: CliContext): void {
  const { out } = context;
  const shipping = program.command('shipping').description('which myOGO shipping code the store’s methods mean');

  shipping
    .command('methods')
    .description('the store’s shipping methods, and what they are linked to')
    .action(async () => {
      const methods = await context.withStore((store) => store.shipping.storeMethods());
      await out.result(methods, (rows) => showMethods(out, rows));
    });

  shipping
    .command('links')
    .description('the links as they are saved')
    .action(async () => {
      const links = await context.withStore((store) => store.shipping.links());
      await out.result(links, (rows) => showLinks(out, rows));
    });

  shipping
    .command('link')
    .description('link a pattern on the store’s method to a myOGO shipping code; `ignore`: not ours to ship')
    .argument('<method>', 'the method’s name or code, * stands for any text, for example "DHL*"')
    .argument('<code>', 'the myOGO shipping code')
    .option('--country <code>', 'for this country only, for example FI')
    .option('--carrier <slug>', 'carrier of the store’s tracking link')
    .option('--pick-up-point <need>', pickUpNeeds.join(', '), oneOf(pickUpNeeds))
    .option('--where <place>', `where its code stands, again for each place: ${PLACE_FORMS}`, morePlaces)
    .option(
      '--needs <parts>',
      `what the method needs of an address: ${addressNeeds.join(',')}; none: nothing, whatever the setting methodNeeds says`,
      needsOf,
    )
    .option('--max-weight <number>', 'the most that the goods may weigh, in the store’s unit of weight', decimal)
    .action(async (method: string, code: string, options: LinkOptions) => {
      const link: ShippingLink = {
        method,
        code,
        ...defined({ country: options.country, trackingCarrier: options.carrier }),
        ...defined({ pickUpPoint: options.pickUpPoint, where: options.where }),
        ...defined({ needs: options.needs, maxWeight: options.maxWeight }),
      };
      const [result, keeps] = await context.withStore(async (store) => [
        await store.shipping.link(link),
        await store.orders.standing(),
      ]);
      const then = keeps === undefined ? 'Orders that were held for want of it go on.' : `${HELD_STILL} ${keeps.words}`;
      await out.result(result, (each) => showResult(out, each, `Saved. ${then}`));
    });

  shipping
    .command('unlink')
    .description('remove the link of a pattern and country')
    .argument('<method>', 'the pattern as it was saved')
    .option('--country <code>', 'the country that it was saved with')
    .option(...YES)
    .option(...DRY_RUN)
    .action(async (method: string, { country, ...options }: ActOptions & { country?: string }) => {
      const link = { method, ...defined({ country }) };
      // The default link alone reaches every order: only it, and who asks for it, is worth reading past orders.
      const isSerious = isDefaultPattern(method) || options.dryRun === true;
      const result = await context.withStore(async (store) => {
        const goesOn = !isSerious || (await confirmed(context, await store.preview.unlink(link), options));
        return goesOn ? store.shipping.unlink(link) : undefined;
      });
      if (result === undefined) return;
      await out.result(result, (each) => showResult(out, each, 'Removed. Orders that it fits from now on are held.'));
    });

  shipping
    .command('preview')
    .description('try links on the store’s past orders; writes nothing')
    .option('--file <links.csv>', 'try these in place of the saved ones; - reads standard input')
    .option('--days <number>', `1 to 365, default ${PREVIEW_DAYS}`, wholeNumber)
    .action(async (options: { file?: string; days?: number }) => {
      const links = options.file === undefined ? undefined : await linksOfFile(options.file);
      out.progress('Reading past orders …');
      const preview = await context.withStore((store) =>
        store.shipping.preview({
          ...defined({ links, days: options.days }),
        }),
      );
      await out.result(preview, (each) => showPreview(out, each));
    });

  shipping
    .command('hints')
    .description('which fields of a method’s newest orders look like a pick-up point’s code; no values')
    .argument('<method>', 'the method’s name, * stands for any text')
    .option('--orders <number>', '1 to 500 addresses, default 50', wholeNumber)
    .action(async (method: string, options: { orders?: number }) => {
      out.progress('Reading past orders …');
      const hints = await context.withStore((store) => store.shipping.hints({ method, ...options }));
      await out.result(hints, (each) => showHints(out, each));
    });

  shipping
    .command('export')
    .description('the links as CSV')
    .option('--file <links.csv>', 'default: standard output')
    .action(async (options: { file?: string }) => {
      const links = await context.withStore((store) => store.shipping.links());
      const csv = writeCsv([LINK_COLUMNS, ...links.map(rowOfLink)]);
      if (options.file !== undefined) await writeTextFile(options.file, csv);
      if (options.file === undefined && !out.json) out.file(csv);
      else await out.result(links, (rows) => out.line(`${many(rows.length, 'link')} in ${options.file ?? ''}.`));
    });

  shipping
    .command('import')
    .description('save the links of a CSV file; all of them, or none')
    .argument('<links.csv>', `columns ${LINK_COLUMNS.join(',')}; - reads standard input`)
    .option('--dry-run', 'say what would happen, tried on past orders, and save nothing')
    .action(async (file: string, options: { dryRun?: true }) => {
      const links = await linksOfFile(file);
      const imported = await context.withStore(async (store) => {
        const done = await importLinks(out, store, links, options.dryRun === true);
        return { ...done, ...defined({ keeps: done.dryRun ? undefined : await store.orders.standing() }) };
      });
      await out.result(imported, (each) => {
        showImport(out, each);
        if (each.keeps !== undefined) out.line(`${HELD_STILL} ${each.keeps.words}`);
      });
    });
}

async function importLinks(
  out: Output,
  store: Integration,
  links: readonly ShippingLink[],
  dryRun: boolean,
): Promise<Imported> {
  const saved = await store.shipping.links();
  const compared = compareLinks(links, saved);
  const conflict = compared.find(({ outcome }) => outcome === 'conflict');
  if (conflict !== undefined) {
    throw new UsageError(`“${conflict.link.method}” is saved with the code ${conflict.saved ?? ''} already.`, {
      field: 'code',
      expected: 'the same code, or `shipping unlink` first; nothing was saved',
    });
  }
  // The preview judges every link by the integration's own rules before the first one is saved.
  out.progress('Reading past orders …');
  const preview = await store.shipping.preview({ links: linksAfter(saved, compared) });
  if (dryRun) return { dryRun, links: compared, preview };
  for (const link of compared.flatMap(toSave)) {
    out.progress(`Saving ${link.method}`);
    await store.shipping.link(link);
  }
  return { dryRun, links: compared };
}

function showPreview(out: Output, preview: ShippingPreview): void {
  out.line(
    `${many(preview.orders, 'order')}; ${preview.changed} of them would ship differently than with the saved links.`,
  );
  out.line();
  out.table(
    ['outcome', 'what', 'orders'],
    [
      ...preview.matched.map(({ code, orders }) => ['matched', code, orders]),
      ...preview.ties.map(({ method, orders }) => ['would hold: tie', method, orders]),
      ...preview.unmatched.map(({ method, orders }) => ['would hold: no link', method, orders]),
    ],
  );
  showPickUps(out, preview.pickUpPoints ?? []);
  showNeeds(out, preview.addressNeeds ?? []);
  if (preview.customs !== undefined) showCustoms(out, preview.customs);
  showOddRows(out, preview.oddRows);
}

function showImport(out: Output, { dryRun, links, preview }: Imported): void {
  const count = links.flatMap(toSave).length;
  out.table(
    ['method', 'country', 'myOGO code', 'outcome'],
    links.map(({ link: { method, country, code }, outcome }) => [method, country ?? 'any', code, outcome]),
  );
  out.line();
  out.line(
    dryRun
      ? `Dry run: ${many(count, 'link')} would be saved; nothing was.`
      : `${many(count, 'link was', 'links were')} saved.`,
  );
  if (preview === undefined) return;
  out.line();
  showPreview(out, preview);
}
