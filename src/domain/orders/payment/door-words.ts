/*
 * Words that payment at the door goes by, in the languages of the warehouses' customers and of their neighbours. A name that has
 * none of them is taken for one that is paid in the store. One that has some is not taken for anything: it is asked about, once.
 */

/** Letters that are one with another in such names, and do not come apart by themselves. */
const plainLetters: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  æ: 'ae',
  ß: 'ss',
  ı: 'i',
  ð: 'd',
  þ: 'th',
};

/** Small letters without marks, words with one space between: however a name is typed, decorated or decomposed. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}|\p{Cf}/gu, '')
    .replace(/[łøđæßıðþ]/gu, (letter) => plainLetters[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** By language, in the plain form. */
const words: readonly string[] = [
  // English. `COD` stands by itself: not the `Codice` of an Italian voucher.
  String.raw`\bc ?o ?d\b`,
  '(cash|pay|paid|payable|payment|collect|card) ?(by (cash|card) )?(on|at|upon|when) ?(the )?(deliver|door|receipt|receiv|arrival)',
  // Finnish, Swedish, Danish, Norwegian, Icelandic.
  'postiennakko|jalkivaatimus|(maksu|maksa|kateinen|kateismaksu|korttimaksu) (toimitu|ovel|kuljettaj|perill)',
  String.raw`postforskott|efterkrav|[oe]ppkrav|(kontant|betal)\w* (vid|mot|ved|pa) (dor|lever|utlever|utlamn|mottag|motta)`,
  'postkrafa',
  // Estonian, Latvian, Lithuanian.
  String.raw`lunamaks|(tasu|maks|sularaha)\w* (kattesaa|kulleri|kohaletoimet|kauba katte)`,
  String.raw`pecmaks|(apmaks|samaks)\w* (sanem|piegad|kurjer)`,
  String.raw`(mok|apmok|gryn|atsisk)\w* (atsi|prista|gav|kurjer)|atsi[ie]mant`,
  // German, Dutch, French.
  String.raw`nachnahme|(bar|zahl|bezahl)\w* (bei|an der) (an|aus)?(liefer|zustell|uberg|haust|empfang|erhalt)`,
  String.raw`rembours|(betal|contant|pin)\w* (bij|aan) (de )?(af|uit)?(lever|deur|bezorg|ontvangst)`,
  String.raw`(pai|pay|regl|espece|comptant)\w* a (la |l )?(livr|recept|domicile)`,
  // Italian, Spanish, Portuguese.
  String.raw`contrassegno|(pag|contant)\w* (alla|in|a) consegna`,
  String.raw`contra ?re+mbolso|contra ?entrega|(pag|efectivo)\w* (a la|en la|al|en) (entrega|recib|recep|domicilio)`,
  String.raw`(pag|dinheiro)\w* (na|a|no (acto|ato) da) (entrega|cobranca)|envio a cobranca`,
  // Polish, Czech, Slovak, Hungarian, Romanian.
  String.raw`pobrani|(plat|zaplat|gotowk)\w* (przy|u|kurier) ?(odbior|dostaw|dorecz|kurier)`,
  String.raw`dobirk|dobierk|(plat|hotov|zaplat)\w* (pri|u) (prevz|doruc|dodan|kur)`,
  String.raw`utanvet|(fizet|keszpenz)\w* (atvetel|kezbesit|a futar)`,
  String.raw`ramburs|plata (cash |numerar )?(la|in momentul) (livr|prim|curier|usa)`,
  // Croatian, Serbian, Slovenian, Bulgarian, Russian, Ukrainian, Greek, Turkish.
  'pouzec|поузећ|povzetj|nalozen',
  'наложен|післяплат|(оплат|плащан|платеж|наличн)[а-я]* (при|у) (получен|доставк|отриман|кур)',
  'αντικαταβολ|kapida (nakit |kredi karti ile )?odeme',
  // Arabic, Hebrew, Chinese, Japanese, Thai, Vietnamese, Indonesian.
  'عند (الاستلام|التسليم|التوصيل)|(מזומן|תשלום).*(מסירה|שליח)',
  '(货|貨)到付(款|现)|代金引換|代引|เกบเงนปลายทาง|thanh toan khi (nhan|giao)|bayar di tempat',
];
const doorWords = new RegExp(words.map(withoutMarks).join('|'), 'u');

/** The pattern in the form of what it is held against. */
function withoutMarks(pattern: string): string {
  return pattern.normalize('NFKD').replace(/\p{M}/gu, '');
}

/** True where a payment method's name looks as if it were paid at the door. */
export function looksLikeDoor(paymentMethod: string): boolean {
  return doorWords.test(plain(paymentMethod));
}
