/** The steps of the walk, in the order of the merchant's guide. */
export const steps = {
  install: '1 · Install the integration and test it',
  products: '2 · Synchronize products',
  shipping: '3 · Set up shipping methods',
  day: 'A day in the life: four orders',
} as const;
export type StepName = keyof typeof steps;
/** In this order. The cast is the usual one for the keys of a constant object. */
export const stepNames = Object.keys(steps) as StepName[];

/** Which server a fact was read from. `run` is what the integration itself says. */
export type Witness = 'store' | 'warehouse' | 'run';

/** All that the walk has to tell. What is shown of it, and how, is a screen's choice. */
export type WalkEvent =
  | { readonly event: 'note'; readonly text: string }
  | {
      readonly event: 'environment';
      readonly temporal: string;
      readonly ui: string;
      readonly storeUrl: string;
      readonly warehouseUrl: string;
      readonly storeHash: string;
      readonly workerLog: string;
      readonly serverLog: string;
      readonly databaseFile: string | null;
    }
  | { readonly event: 'worker'; readonly state: 'ready'; readonly pid: number }
  | { readonly event: 'worker'; readonly state: 'ended'; readonly how: string }
  | { readonly event: 'step'; readonly step: StepName; readonly state: 'started' }
  | { readonly event: 'step'; readonly step: StepName; readonly state: 'done'; readonly seconds: number }
  | { readonly event: 'step'; readonly step: StepName; readonly state: 'failed'; readonly failure: Failure }
  | { readonly event: 'waiting'; readonly step: StepName; readonly what: string }
  | { readonly event: 'progress'; readonly step: StepName; readonly done: number; readonly total: number }
  | { readonly event: 'shown'; readonly step: StepName; readonly text: string }
  | { readonly event: 'verified'; readonly step: StepName; readonly side: Witness; readonly text: string }
  | { readonly event: 'run'; readonly step: StepName; readonly workflowId: string; readonly link: string }
  | { readonly event: 'finished'; readonly ok: boolean; readonly seconds: number; readonly next: readonly NextTry[] };

export interface Failure {
  readonly message: string;
  readonly seen: readonly string[];
  /** The last run that the step was about, in the Web UI. */
  readonly link?: string;
}

/** Something to try while everything is still up: what it does, and a command line that does it. */
export interface NextTry {
  readonly what: string;
  readonly command: string;
}

export type Tell = (event: WalkEvent) => void;
