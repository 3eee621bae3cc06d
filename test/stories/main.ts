import { realNow, VirtualTime } from './engine/virtual-time.ts';

// Before anything of the product is loaded: what reads the clock at its beginning reads this one.
const time = new VirtualTime(Date.parse('2026-11-02T08:00:00Z'));
time.install();
const { runStories } = await import('./run-stories.ts');
process.exit(await runStories(time, realNow, process.argv.slice(2)));
