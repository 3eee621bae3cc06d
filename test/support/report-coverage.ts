import { takeCoverage } from 'node:v8';
import { afterAll } from 'vitest';

/** Vitest ends its processes by a signal, at which V8 writes nothing: what ran is reported after each file. */
afterAll(() => takeCoverage());
