import type { Sandbox } from '../../../dev/stand-ins/start.ts';
import { first, object, orderRequest, storeCaller, warehouseCaller } from '../../unit/stand-ins/parties.ts';

/**
 * What the sandbox answers beside what our clients ask for: forms, refusals and spellings that other tests meet and the clients
 * must bear. Returns the statuses in the order of the calls.
 */
export async function callByHand(sandbox: Sandbox): Promise<number[]> {
  const { control } = sandbox;
  const lines = Array.from({ length: 60 }, () => ({ sku: 'STICKERS' }));
  const { orderId } = control.placeOrder({ lines });
  control.addWarehouseProduct({ code: 'STICKERS', name: 'Stickers' });
  const store = storeCaller(sandbox);
  const warehouse = await warehouseCaller(sandbox);
  const narrow = await warehouseCaller(sandbox, first(sandbox), 'read:order');
  control.settings({ statusCase: 'upper' });
  const fields = `/v3/orders/${orderId}/metafields`;
  const field = { permission_set: 'read', namespace: 'by-hand', key: 'one', value: '{}' };
  await store('POST', fields, { ...field, key: 'other' });
  const own = Number(object(object((await store('POST', fields, field)).json)['data'])['id']);
  const answers = [
    await store('GET', `/v2/orders/${orderId}?include=consignments`),
    await store('GET', `/v2/orders/${orderId}?include=consignments.line_items&consignment_structure=object`),
    await store('GET', '/v3/orders/1/metafields'),
    await store('GET', `${fields}/999999`),
    await store('PUT', `${fields}/${own}`, { key: 'other' }),
    await store('PUT', `${fields}/${own}`, { value: '' }),
    await store('GET', '/v3/catalog/products?include=variants,options'),
    await store('GET', '/v3/catalog/products?colour=red'),
    await warehouse('POST', '/Orders', orderRequest('by-hand', [{ code: 'STICKERS', quantity: 1 }])),
    await warehouse('GET', '/Products?limit=0'),
    await narrow('GET', '/Products'),
  ];
  return answers.map(({ status }) => status);
}
