import { describe, expect, it } from 'vitest';
import { Story } from './story.ts';

// The warehouse splits an order after the look before our cancel, and before its effect: the cancel meets what is left of it.

describe('an order that is split in the middle of our cancel of it', () => {
  const splitWhileCancelled = (suffix: string, fate: 'ok' | 'lost') => {
    const story = new Story()
      .plain()
      .sent()
      .store((store) => (store.status = 5));
    story.world.meanwhile = () => {
      story.world.change('w1', { pieces: [{ code: 'A', quantity: 1 }] });
      story.world.create(`h-100${suffix}`, [{ code: 'A', quantity: 2 }], 'street 7');
    };
    return story.act('cancel', fate);
  };

  it.each(['/B', '_2', ' (2)'])('has its part %s cancelled as well, whenever that is seen', (suffix) => {
    const story = splitWhileCancelled(suffix, 'ok');
    const part = story.world.orders.at(-1);
    if (part === undefined) throw new TypeError('a part was made');
    story.news(part).run();
    expect(story.world.orders.map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED']);
    expect(story.next()).toBe('done');
  });

  it('and whose answer was lost, too', () => {
    const story = splitWhileCancelled('/B', 'lost');
    story.run().passes(61_000).run();
    const part = story.world.orders.at(-1);
    if (part === undefined) throw new TypeError('a part was made');
    story.news(part).run();
    expect(story.world.orders.map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED']);
    expect(story.next()).toBe('done');
  });
});

it('an order whose goods the warehouse empties when it is cancelled was cancelled whole', () => {
  const story = new Story()
    .plain()
    .sent()
    .store((store) => (store.status = 5));
  story.world.meanwhile = () => void story.world.change('w1', { pieces: [] });
  story.act('cancel').run();
  expect(story.next()).toBe('done');
  // What appears under its reference later is an order that the warehouse's people made.
  story.appears('h-100/B', '1 A').run();
  expect(story.world.orders.map(({ status }) => status)).toEqual(['CANCELLED', 'NEW']);
});
