// Every workflow type, by its registered name: see WorkflowType in the contract.
export { fulfilOrder } from './fulfil-order.ts';
export { integration } from './integration.ts';
export { latestChanges } from './latest-changes.ts';
