import { describe, expect, test } from 'vitest';
import type { ShippingLink } from '../../../../src/contract/shipping.ts';
import { type ShippedAddress, trackingCarrierOf } from '../../../../src/domain/shipping/tracking-link.ts';

const links: readonly ShippingLink[] = [
  { method: 'DHL*', code: 'DHL-EXPRESS', trackingCarrier: 'dhl' },
  { method: 'DHL*', code: 'DHL-EXPRESS', country: 'PL', trackingCarrier: 'dhl-poland' },
  { method: 'Post*', code: 'POSTI', trackingCarrier: 'posti' },
  { method: 'Parcel', code: 'POSTI', trackingCarrier: 'posti' },
  { method: 'Pigeon', code: 'PIGEON' },
  { method: 'Bus', code: 'BUS', trackingCarrier: 'matkahuolto' },
  { method: 'GLS*', code: 'GLS', trackingCarrier: 'gls' },
  { method: 'GLS', code: 'GLS', trackingCarrier: 'gls' },
  { method: 'GLS Paket', code: 'GLS', trackingCarrier: 'gls-germany' },
  { method: 'Pickup', code: 'ignore', trackingCarrier: 'none' },
];

describe('the carrier of a parcel is', () => {
  test.each<[string, ShippedAddress, string | undefined]>([
    ['its link’s', { method: 'DHL Express', country: 'FI', code: 'DHL-EXPRESS' }, 'dhl'],
    ['that of the link for its country', { method: 'DHL Express', country: 'PL', code: 'DHL-EXPRESS' }, 'dhl-poland'],
    ['its link’s, where the code is not known any more', { method: 'dhl', country: 'FI' }, 'dhl'],
    ['none where its link names none', { method: 'Pigeon', country: 'FI', code: 'PIGEON' }, undefined],
    ['the one that all links to the code name', { method: 'by hand', country: 'FI', code: 'POSTI' }, 'posti'],
    ['that of the only link to the code', { method: 'by hand', country: 'FI', code: 'BUS' }, 'matkahuolto'],
    ['none where one of several differs', { method: 'by hand', country: 'DE', code: 'GLS' }, undefined],
    ['none where they differ', { method: 'by hand', country: 'FI', code: 'DHL-EXPRESS' }, undefined],
    ['that of the code, not of the text', { method: 'DHL Express', country: 'FI', code: 'POSTI' }, 'posti'],
    ['none without a link', { method: 'by hand', country: 'FI', code: 'OTHER' }, undefined],
    ['none without a link or a code', { method: 'by hand', country: 'FI' }, undefined],
  ])('%s', (_, address, carrier) => {
    expect(trackingCarrierOf(links, address)).toBe(carrier);
  });
});
