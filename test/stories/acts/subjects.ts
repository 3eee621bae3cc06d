import {
  afterTheEnd,
  comesBack,
  moves,
  noWayBack,
  numbers,
  outage,
  paidNoMore,
  payment,
  unknownHandOver,
  unknownShipment,
} from './order-subjects.ts';
import type { Scene } from './scene.ts';
import { whatComesAlong, whereAndWhatFor } from '../travels/scenes.ts';
import { owed, products, questions, stopped } from './store-subjects.ts';

/**
 * A life may lean on one subject of the business, so that what meets there rarely does so in tens of lives. The subject is
 * part of the seed; it knows nothing of any planted fault.
 */
export const subjects: readonly Scene[] = [
  unknownHandOver,
  unknownShipment,
  payment,
  paidNoMore,
  afterTheEnd,
  comesBack,
  numbers,
  moves,
  noWayBack,
  outage,
  owed,
  products,
  questions,
  stopped,
  whereAndWhatFor,
  whatComesAlong,
];
