import type { NextTry } from './events.ts';
import type { Stack } from './stack.ts';

/** Commands for a second terminal while everything is up. Each works as it is shown; a test runs them. */
export function nextTries({ sandbox, storeHash, ui, temporal }: Stack, workerPid: number): readonly NextTry[] {
  const { storeUrl, warehouseUrl } = sandbox;
  return [
    {
      what: 'Watch every run of this store in the Web UI',
      command: `${ui}/namespaces/${temporal.namespace}/workflows?query=${encodeURIComponent(`OgoIntegration = '${storeHash}'`)}`,
    },
    {
      what: 'Buy something in the store; its order is in the warehouse within seconds',
      command: `curl -s ${storeUrl}/_sandbox/orders -d '{"shippingMethod":"DHL Express","country":"FI"}'`,
    },
    {
      what: 'Ship it from the warehouse, with the order id that the line above answered in place of 114',
      command: `curl -s ${warehouseUrl}/_sandbox/warehouse/${storeHash}-114 -d '{"status":"Shipped","tracking":"JJFI55"}'`,
    },
    {
      what: 'More goods arrive; the store shows them within seconds',
      command: `curl -s ${warehouseUrl}/_sandbox/goods-in -d '{"MUG-ENAMEL":100}'`,
    },
    { what: 'See every effect that either side has had, counted', command: `curl -s ${storeUrl}/_sandbox/ledger` },
    { what: 'Kill the worker: it is started again, and everything goes on', command: `kill -9 ${workerPid}` },
    { what: 'End everything: Ctrl-C here', command: '' },
  ];
}
