import { register } from 'node:module';
import { planted } from '../../../models/planted.ts';
import { storyFaults, type PlantedFault } from './faults.ts';

/** What the others are compared with: lives of the product as it is must show no fault. */
export const nothing: PlantedFault = {
  name: 'nothing',
  room: 'orders',
  what: 'the product as it is',
  file: '',
  from: '',
  to: '',
};

/** The workflow bundle with the fault in it, where its file is part of that. */
export function inBundle(code: string, fault: PlantedFault | undefined): string {
  if (fault === undefined || fault === nothing) return code;
  const module = fault.file.replace(/^src\//, './dist/').replace(/ts$/, 'js');
  if (!code.includes(`// ${module}\n`)) return code;
  return planted(code, { ...fault, from: bundled(fault.from), to: bundled(fault.to) });
}

/** The compiler writes four spaces where the source has two, and no types. */
function bundled(text: string): string {
  return text.replace(/\n {2}/g, '\n    ').replace(/^( {2})+/, (spaces) => spaces + spaces);
}

/**
 * Plants a fault in this process, before anything of the product is loaded.
 * @throws where no fault has the name
 */
export function plant(name: string): PlantedFault {
  if (name === nothing.name) return nothing;
  const fault = storyFaults.find((one) => one.name === name);
  if (fault === undefined) throw new TypeError(`No planted fault is called ${name}.`);
  register(new URL('loader.ts', import.meta.url), { data: fault });
  return fault;
}
