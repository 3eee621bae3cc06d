/** A list in parts of at most so many, in its order: what is asked or told at once never grows with a catalogue. */
export function* chunksOf<T>(all: readonly T[], most: number): Generator<readonly T[], void, undefined> {
  for (let at = 0; at < all.length; at += most) yield all.slice(at, at + most);
}
