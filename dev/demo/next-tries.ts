import type { NextTry } from './events.ts';
import type { Stack } from './stack.ts';

/** Commands for a second terminal while everything is up. Each works as it is shown; a test runs them. */
export function nextTries(
  { sandbox, storeHash, ui, temporal, environmentFile }: Stack,
  { workerPid, lastOrder }: { readonly workerPid: number; readonly lastOrder: number },
): readonly NextTry[] {
  const { storeUrl, warehouseUrl } = sandbox;
  const ogoship = `TEMPORAL_ADDRESS=${temporal.address} node --import tsx src/cli.ts`;
  return [
    {
      what: 'Watch every run of this store in the Web UI',
      command: `${ui}/namespaces/${temporal.namespace}/workflows?query=${encodeURIComponent(`OgoIntegration = '${storeHash}'`)}`,
    },
    { what: 'Ask the command line how the store stands', command: `${ogoship} ${storeHash} status` },
    {
      what: 'Do yourself what needs keys and tokens (rotate, connect, your own client): read them into a terminal',
      command: `. '${environmentFile}'; node --import tsx src/cli.ts ${storeHash} rotate --bigcommerce`,
    },
    {
      what: 'Read the story of the last order',
      command: `${ogoship} ${storeHash} orders explain ${lastOrder}`,
    },
    {
      what: 'Buy something in the store; its order is in the warehouse within seconds',
      command: `curl -s ${storeUrl}/_sandbox/orders -d '{"shippingMethod":"DHL Express","country":"FI"}'`,
    },
    {
      what: `Ship it from the warehouse (put the order id that the line above answered in place of ${lastOrder + 1})`,
      command: `curl -s ${warehouseUrl}/_sandbox/warehouse/${storeHash}-${lastOrder + 1} -d '{"status":"Shipped","tracking":"JJFI55"}'`,
    },
    {
      what: 'More goods arrive; the store shows them within seconds',
      command: `curl -s ${warehouseUrl}/_sandbox/goods-in -d '{"MUG-ENAMEL":100}'`,
    },
    { what: 'See every effect that either side has had, counted', command: `curl -s ${storeUrl}/_sandbox/ledger` },
    { what: 'Kill the worker: it is started again, and everything goes on', command: `kill -9 ${workerPid}` },
  ];
}
