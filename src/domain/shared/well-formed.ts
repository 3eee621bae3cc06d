/**
 * A text that can stand in an address: half a character (of an emoji that was cut in two, say) is U+FFFD. `encodeURIComponent`
 * throws at it, which would cost all that is asked for together.
 */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}
