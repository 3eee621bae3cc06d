import type { ShippingLink } from '../src/contract/shipping.ts';
import { compileLinks } from '../src/domain/shipping/link-rank.ts';
import { decideShipping } from '../src/domain/shipping/shipping-links.ts';
import { summarise, type BenchResult } from './result.ts';

const RUNS = 9;
const LINKS = 200;
const NAMES = 10_000;

const carriers = ['DHL', 'Omniva', 'GLS', 'Posti', 'UPS', 'FedEx', 'DPD', 'Matkahuolto', 'Bring', 'PostNord'];
const services = ['Express', 'Economy', 'parcel locker', 'Next Day', 'Home delivery', 'Pickup point', 'International'];
const countries = ['FI', 'SE', 'EE', 'DE'];

/** A merchant's worst table: names, patterns with stars in all places, countries, and some that force the matcher to try. */
function links(): ShippingLink[] {
  return Array.from({ length: LINKS }, (_, index) => {
    const carrier = carriers[index % carriers.length] ?? '';
    const service = services[index % services.length] ?? '';
    const patterns = [
      `${carrier} ${service} ${index}`,
      `${carrier}*${index}`,
      `*${service}*`,
      `${carrier}*${service}*`,
      '*e*e*e*e*e*z',
    ];
    const country = countries[index % 7];
    const method = patterns[index % patterns.length] ?? '*';
    return { method, code: `CODE-${index}`, ...(country === undefined ? {} : { country }) };
  });
}

function names(): string[] {
  return Array.from({ length: NAMES }, (_, index) => {
    const carrier = carriers[(index * 7) % carriers.length] ?? '';
    const service = services[(index * 3) % services.length] ?? '';
    return `${carrier}  ${service} ${index % LINKS} (${(index % 5) + 1}-${(index % 5) + 3} days)`;
  });
}

/** 200 links decided on 10,000 method names, each with every candidate's reason. */
export function benchMatcher(): Promise<BenchResult[]> {
  const [table, methods] = [links(), names()];
  const seconds: number[] = [];
  let decided = 0;
  for (let run = 0; run <= RUNS; run += 1) {
    const started = performance.now();
    const compiled = compileLinks(table);
    for (const [index, method] of methods.entries()) {
      const country = countries[index % countries.length] ?? '';
      if (decideShipping(compiled, { method, country }).kind !== 'none') decided += 1;
    }
    // The first run warms the compiler up.
    if (run > 0) seconds.push((performance.now() - started) / 1_000);
  }
  if (decided === 0) throw new Error('no link fitted any name: this measures nothing');
  return Promise.resolve([{ bench: 'matcher', metric: 'seconds200x10k', unit: 's', ...summarise(seconds) }]);
}
