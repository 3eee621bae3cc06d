import { describe, expect, test } from 'vitest';
import { acrossBorder } from '../../../../../src/domain/shipping/customs/customs-border.ts';

const to = (country: string, postcode = '', city = 'Town') => ({ country, postcode, city });

describe('a customs border', () => {
  test.each<[string, string, string, string]>([
    // From Finland, what its code does not tell.
    ['FI', 'FI', '22100', 'Åland'],
    ['FI', 'FI', 'FI-22 100', 'Åland'],
    ['FI', 'AX', 'AX-22100', 'Åland'],
    ['EE', 'ax', '', 'Åland'],
    ['FI', 'ES', '35001', 'Canary Islands'],
    ['FI', 'ES', '38650', 'Canary Islands'],
    ['FI', 'IC', '35001', 'Canary Islands'],
    ['FI', 'ES', '51001', 'Ceuta'],
    ['FI', 'ES', '52006', 'Melilla'],
    ['FI', 'IT', '23041', 'Livigno'],
    ['FI', 'IT', '23030', 'Livigno'],
    ['FI', 'IT', '22061', 'Campione d’Italia'],
    ['FI', 'CH', '6911', 'Campione d’Italia'],
    ['FI', 'DE', '78266', 'Büsingen'],
    ['FI', 'DE', 'D-78266', 'Büsingen'],
    ['FI', 'CH', '8238', 'Büsingen'],
    ['FI', 'DE', '27498', 'Heligoland'],
    ['FI', 'GR', '630 86', 'Mount Athos'],
    ['FI', 'EL', '63087', 'Mount Athos'],
    ['FI', 'FR', '97110', 'Guadeloupe'],
    ['FI', 'FR', '97200', 'Martinique'],
    ['FI', 'FR', '97300', 'French Guiana'],
    ['FI', 'FR', '97400', 'Réunion'],
    ['FI', 'FR', '97600', 'Mayotte'],
    ['FI', 'FR', '97150', 'Saint Martin'],
    ['FI', 'FR', '97133', 'Saint Barthélemy'],
    ['FI', 'FR', '97500', 'Saint Pierre and Miquelon'],
    ['FI', 'FR', '98714', 'French Polynesia'],
    ['FI', 'FR', '98800', 'New Caledonia'],
    ['FI', 'RE', '97400', 'Réunion'],
    ['FI', ' gp ', '', 'Guadeloupe'],
    ['FI', 'DK', '3900', 'Greenland'],
    ['FI', 'GB', 'JE2 3AB', 'Jersey'],
    ['FI', 'GB', 'gy1 1aa', 'Guernsey'],
    ['FI', 'GB', ' uk  je2 3ab ', 'Jersey'],
    // The edges of each one's postcodes.
    ['FI', 'FI', '22000', 'Åland'],
    ['FI', 'FI', '22999', 'Åland'],
    ['FI', 'fi', ' 22 950 ', 'Åland'],
    ['FI', 'ES', '35999', 'Canary Islands'],
    ['FI', 'ES', '38000', 'Canary Islands'],
    ['FI', 'ES', 'E-51 080', 'Ceuta'],
    ['FI', 'ES', '52999', 'Melilla'],
    ['FI', 'GR', 'GR-63087', 'Mount Athos'],
    ['FI', 'FR', 'F-97 680', 'Mayotte'],
    ['FI', 'FR', '97199', 'Guadeloupe'],
    ['FI', 'DK', 'dk-3999', 'Greenland'],
    ['FI', 'IT', 'I-23041', 'Livigno'],
    ['FI', 'CH', 'CH-8238', 'Büsingen'],
    ['FI', 'JE', 'JE2 3AB', 'Jersey'],
    ['FI', 'IM', 'IM1 1AA', 'Isle of Man'],
    ['FI', 'GB', 'IM1 1AA', 'GB'],
    ['FI', 'IT', '47890', 'San Marino'],
    // Simply other countries.
    ['FI', 'NO', '0150', 'NO'],
    ['FI', 'CH', '8001', 'CH'],
    ['FI', 'GB', 'SW1A 1AA', 'GB'],
    ['FI', 'UK', 'SW1A 1AA', 'GB'],
    ['FI', 'US', '10001', 'US'],
    ['NO', 'FI', '00100', 'FI'],
    ['NO', 'SJ', '9170', 'Svalbard and Jan Mayen'],
    ['NO', 'NO', '9171', 'Svalbard and Jan Mayen'],
    // The other way round.
    ['AX', 'FI', '00100', 'FI'],
    ['AX', 'SE', '11120', 'SE'],
    ['IC', 'ES', '28001', 'ES'],
    ['GB', 'IE', 'D02 X285', 'IE'],
    ['GB', 'JE', 'JE2 3AB', 'Jersey'],
    ['CH', 'DE', '10115', 'DE'],
  ])('stands from %s to %s %s: %s', (from, country, postcode, name) => {
    expect(acrossBorder(from, to(country, postcode))).toBe(name);
  });

  test.each([
    ['FI', 'FI', '00100'],
    ['FI', 'FI', '21100'],
    ['FI', 'FI', '2210'],
    ['FI', 'SE', '22100'],
    ['EE', 'FI', '21999'],
    ['EE', 'FI', '23000'],
    ['EE', 'ES', '34999'],
    ['EE', 'ES', '36001'],
    ['EE', 'ES', '37999'],
    ['EE', 'ES', '39001'],
    ['EE', 'ES', '50999'],
    ['EE', 'GR', '63088'],
    ['EE', 'DE', '78265'],
    ['EE', 'DE', '27499'],
    ['EE', 'DK', '4000'],
    ['EE', 'IT', '23042'],
    ['EE', 'ES', '08001'],
    ['EE', 'ES', '07001'],
    ['EE', 'ES', '3500'],
    ['EE', 'PT', '9000-050'],
    ['EE', 'IT', '23032'],
    ['EE', 'IT', '22060'],
    ['EE', 'DE', '78267'],
    ['EE', 'GR', '63081'],
    ['EE', 'FR', '97'],
    ['EE', 'FR', '75001'],
    ['EE', 'MC', '98000'],
    ['EE', 'FR', '98000'],
    // A digit or letter more, or less, is of no such place.
    ['EE', 'ES', '350011'],
    ['EE', 'ES', '135001'],
    ['EE', 'ES', '35001A'],
    ['EE', 'GR', '630861'],
    ['EE', 'GR', '163086'],
    ['EE', 'FR', '971101'],
    ['EE', 'FR', '197110'],
    // Northern Ireland, both ways and from both sides.
    ['FI', 'GB', 'BT1 1AA'],
    ['FI', 'GB', 'bt11aa'],
    ['FI', 'GB', 'GB-BT1 1AA'],
    ['FI', 'GB', 'ｂｔ９ ４ａａ'],
    ['FI', 'XI', ''],
    ['XI', 'FI', '00100'],
    ['GB', 'GB', 'BT1 1AA'],
    ['GB', 'XI', 'BT1 1AA'],
    ['XI', 'GB', 'SW1A 1AA'],
    ['GB', 'IM', 'IM1 1AA'],
    // Within one territory, or two that share one.
    ['AX', 'FI', '22100'],
    ['AX', 'AX', '22100'],
    ['CH', 'LI', '9490'],
    ['CH', 'DE', '78266'],
    ['US', 'PR', '00901'],
    ['IC', 'ES', '35001'],
  ])('is none from %s to %s %s', (from, country, postcode) => {
    expect(acrossBorder(from, to(country, postcode))).toBeUndefined();
  });

  test('is told by the town where the postcode is shared', () => {
    expect(acrossBorder('FI', to('IT', '22060', 'Campione d’Italia'))).toBe('Campione d’Italia');
    expect(acrossBorder('FI', to('IT', '22060', 'Cabiate'))).toBeUndefined();
  });

  test('is not concluded where nobody has said where the warehouse is, or the address names no country', () => {
    expect(acrossBorder(null, to('US'))).toBeUndefined();
    expect(acrossBorder(undefined, to('US'))).toBeUndefined();
    expect(acrossBorder('FI', to(''))).toBeUndefined();
    expect(acrossBorder('FI', to('Finland'))).toBeUndefined();
  });
});
