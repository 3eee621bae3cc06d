/** What webhooks promise over days, in a process of its own whose time is a life's. One JSON line for each life. */
import { VirtualTime } from './engine/virtual-time.ts';

// Before anything of the product is loaded: what reads the clock at its beginning reads this one.
const time = new VirtualTime(Date.parse('2026-11-02T08:00:00Z'));
time.install();
const { sandboxes } = await import('./run/sandboxes.ts');
const { loseTrust } = await import('./webhooks/trust.ts');
const { livedIn, weathers } = await import('./webhooks/ledgers.ts');

const usage = `webhooks-main.ts lost|receiver-dead MINUTES…
webhooks-main.ts ledgers [WEATHER…]`;
const [what, ...rest] = process.argv.slice(2);
const given = { time, vms: await sandboxes() };
const say = (report: unknown) => process.stdout.write(`${JSON.stringify(report)}\n`);

if (what === 'lost' || what === 'receiver-dead') {
  for (const minutes of rest) say(await loseTrust(what, Number(minutes), given));
} else if (what === 'ledgers') {
  const names = Object.keys(weathers) as (keyof typeof weathers)[]; // the usual cast for the keys of a constant
  for (const weather of names.filter((name) => rest.length === 0 || rest.includes(name)))
    say({ weather, noticed: await livedIn(weather, given) });
} else {
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}
process.exit(0);
