import type { ShippingZone } from '../store/store-state.ts';

const method = (id: number, name: string, rate: number, type = 'perorder') => ({
  id,
  name,
  type,
  enabled: true,
  settings: { rate },
});

/** Two zones with four methods, and free shipping that exists only as a zone's setting. */
export const defaultZones = (): ShippingZone[] => [
  {
    id: 1,
    name: 'Finland and the Baltics',
    type: 'country',
    countries: ['FI', 'EE', 'LV', 'LT'],
    freeShipping: true,
    methods: [method(1, 'DHL Express', 14.9), method(2, 'Omniva parcel locker', 4.9)],
  },
  {
    id: 2,
    name: 'Rest of the world',
    type: 'global',
    countries: [],
    freeShipping: false,
    methods: [method(3, 'DHL-Economy', 9.9), method(4, 'Flat Rate', 19.9)],
  },
];
