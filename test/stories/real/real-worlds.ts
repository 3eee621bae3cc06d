import type { OpenWorld } from '../life/opening.ts';
import { say } from '../run/say.ts';
import { openRoom, type Room } from './room.ts';
import { StoriesServer } from './server.ts';

/** How often the server is killed, and comes back. */
const SERVER_STOPS_EVERY_MS = 240_000;

/**
 * Lives over HTTP, with the real server and worker processes, which are killed. A life mostly waits: many are lived beside
 * each other, each in a room of its own, so that the faults and kills of one are none of another's.
 */
export async function realWorlds(
  seed: number,
  rooms: number,
): Promise<{ readonly openFor: () => OpenWorld; readonly close: () => Promise<void> }> {
  const server = await StoriesServer.start();
  const all: Room[] = [];
  for (let n = 0; n < rooms; n += 1) all.push(await openRoom(server.address, seed + n, 1 + (n % 2)));
  server.stopEvery(SERVER_STOPS_EVERY_MS);
  const free = [...all];
  const waiting: ((room: Room) => void)[] = [];

  const open: OpenWorld = async (_, needs) => {
    const room = free.pop() ?? (await new Promise<Room>((resolve) => waiting.push(resolve)));
    const life = room.live(needs);
    const close = async (): Promise<void> => {
      await life.close();
      const next = waiting.shift();
      if (next === undefined) free.push(room);
      else next(room);
    };
    return Object.create(life, { close: { value: close } }) as typeof life;
  };
  return {
    openFor: () => open,
    close: async () => {
      const sum = (of: (tally: ReturnType<Room['tally']>) => number) =>
        all.reduce((total, { tally }) => total + of(tally()), 0);
      say(
        `${rooms} rooms, ${sum(({ requests }) => requests)} requests, ${sum(({ faults }) => faults)} of them failed, ` +
          `${sum(({ kills }) => kills)} workers killed, ${sum(({ builds }) => builds)} replaced, the server killed ${server.stops} times`,
      );
      for (const room of all) await room.close();
      await server.close();
    },
  };
}
