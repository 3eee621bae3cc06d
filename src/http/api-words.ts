/*
 * Which long words are the other side's own: names of fields and error codes, which say what was wrong. Tokens and names of
 * people look otherwise: a token has digits or letters without sense, a person's name has no word of the trade in it.
 */

/** Words that the two APIs' field names and error codes are made of. */
const VOCABULARY = new Set(
  (
    'a account address addresses adjustment allowed already amount and api app archived arrival at available batch be bigcommerce billing ' +
    'body business can cannot carrier cash catalog channel city client code codes comment comments company conflict cost count ' +
    'country create created credentials currency customer customs data date deleted delivery denied description digital ' +
    'disabled discount does duplicate ean edit email empty entity err error errors event exceed exceeded exceeds exception ' +
    'exist exists expired failed field fields file first for forbidden format found from full goods grant group has header ' +
    'headers id ids in incoming inactive info insufficient internal invalid inventory is item items key language last length ' +
    'level levels limit line lines list location locations locked long match max maximum merchant message method methods min ' +
    'minimum mismatch missing model modified must myogo name negative new no not null number object of ogo on order orders origin out ' +
    'overflow page parameter parent path payload percentage permission phone pick picture point positive price product products ' +
    'provider quantity quota range rate read receive received reference refund refunded refused region rejected request ' +
    'required reserved resource response return sales scope server service shippable shipment shipments shipped shipping short ' +
    'size sku state status stock store street supplier supply tax time timeout to token too total tracked tracking transaction ' +
    'type unauthorized und unexpected unit unknown unsupported up update updated upc url user validation value variant variants ' +
    'vat version warehouse was weight write zero zip zone'
  ).split(' '),
);

const SEGMENT = /^(?:[a-z]{1,24}\d{0,2}|[A-Z]{1,24}\d{0,2}|\d{1,3})$/;

/** True for a long word that names a field or an error: it may be shown. */
export function isApiWord(word: string): boolean {
  const text = word.replace(/^[.:/]+|[.:/]+$/g, '');
  const pair = text.split('=');
  if (pair.length > 1) return pair.length === 2 && pair.every(isApiWord);
  const segments = text.split(/[_.:/-]/);
  if (isNumberedCode(segments)) return true;
  if (segments.length > 1 && /^[A-Za-z]/.test(text) && segments.every((segment) => SEGMENT.test(segment))) {
    // `first_name` and `ERR_TOO_LONG` speak for themselves; with a dash it could be anything, and digits a number.
    const letters = text.replace(/[^A-Za-z]/g, '').length;
    return letters * 2 > text.length && (!/[-/]/.test(text) || segments.some(isTradeWord));
  }
  // A place in a list stands between names of fields, and not in a street: all of them are the trade's.
  const named = segments.filter((segment) => !/^\d{1,3}$/.test(segment));
  if (named.length < segments.length && named.length > 0) return named.flatMap(words).every(isTradeWord);
  // Short words (`is`, `to`) are no humps: beside them every word must be one of the trade.
  if (segments.some((segment) => humpsOf(segment) === undefined)) return segments.flatMap(words).every(isTradeWord);
  return segments.flatMap(words).some(isTradeWord);
}

/** `ORDER_STATUS_4012`: words of the trade with one number of four digits. Not where it could be a person's: a postcode, a house. */
function isNumberedCode(segments: readonly string[]): boolean {
  const others = segments.filter((segment) => !/^[1-9]\d{3}$/.test(segment));
  if (others.length !== segments.length - 1 || others.length < 2) return false;
  const isPersons = others.some((segment) =>
    /zip|post|phone|street|address|city|name|customer|mail|key|token/i.test(segment),
  );
  return !isPersons && others.every((segment) => segment.length === 1 || isTradeWord(segment));
}

/** True for a quoted word that names a field or an error in any of the two APIs' ways of writing. */
export function isApiName(word: string): boolean {
  if (/^[a-z][a-z0-9]*(?:[_.:][a-z0-9]+)*$/.test(word) || /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(word)) return true;
  const text = word.replace(/^\$\./, '').replace(/\[\d{1,4}\]/g, '');
  const found = text.split('.').flatMap(words);
  return found.length > 1 && found.every(isTradeWord);
}

function isTradeWord(word: string): boolean {
  return VOCABULARY.has(word.toLowerCase());
}

function words(segment: string): readonly string[] {
  return humpsOf(segment) ?? [segment];
}

/** The words of `ShippingMethodNotFound`; undefined where it is no such word. */
function humpsOf(segment: string): readonly string[] | undefined {
  const humps = segment.match(/[A-Z]?[a-z]+|[A-Z]{2,5}(?![a-z])|\d{1,2}$/g) ?? [];
  const whole = humps.join('') === segment && humps.length > 0;
  // Of a token's letters, every second one would begin a word.
  return whole && segment.length >= humps.length * 3 ? humps : undefined;
}
