import { isApiName } from './api-words.ts';

/*
 * Quotations in the other side's words: what stands in one is a value, unless it names a field or an error of the API.
 *
 * Whoever quotes a value does not know what is in it: marks are left open, padded, escaped once or twice, or stand in the value
 * itself. So a text is read as quotations only where every mark fits; where one does not, everything from the first one on may be a
 * value.
 */

const VALUE = '[value]';

/** Marks that are apostrophes, too; all others enclose values alone. Which of a pair opens differs from language to language. */
const SINGLE = "'’‘‚‛‹›＇`´′";
const MARK = /[\p{Quotation_Mark}`´′″]/gu;

interface Mark {
  readonly at: number;
  readonly end: number;
  /** Whether a quotation may begin with it, and end with it. */
  readonly opens: boolean;
  readonly closes: boolean;
  /** It stands between two letters, and encloses nothing. */
  readonly isApostrophe: boolean;
  /** As in “the customers’ orders”. */
  readonly isPossessive: boolean;
}

/** A text without what is quoted in it, whatever marks are used. */
export function withoutQuoted(text: string): string {
  const plain = withPlainMarks(text);
  const isSingle = (mark: string): boolean => SINGLE.includes(mark);
  const without = withoutValues(
    plain,
    marksOf(plain, (mark) => !isSingle(mark)),
  );
  const singles = marksOf(without, isSingle).filter(({ isApostrophe }) => !isApostrophe);
  return singles.every(({ isPossessive }) => isPossessive) ? without : withoutValues(without, singles);
}

/** Marks as they are: JSON in JSON escapes them, and a page names them. */
function withPlainMarks(text: string): string {
  return text
    .replace(/&(?:quot|ldquo|rdquo|bdquo|laquo|raquo);/gi, '"')
    .replace(/&(?:apos|lsquo|rsquo|sbquo|lsaquo|rsaquo);/gi, "'")
    .replace(
      /&#(?:(\d{1,7})|x([\da-f]{1,6}));|\\+u([\da-f]{4})/gi,
      (whole, ten?: string, hex?: string, json?: string) => {
        const mark = charOf(ten === undefined ? parseInt(hex ?? json ?? '', 16) : Number(ten));
        return mark.search(MARK) === 0 ? mark : whole;
      },
    )
    .replace(/\\+(?=[\p{Quotation_Mark}`´′″])/gu, '');
}

function charOf(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

function marksOf(text: string, isOurs: (mark: string) => boolean): readonly Mark[] {
  const isWord = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}_]/u.test(char);
  const isSpace = (char: string | undefined): boolean => char !== undefined && /\s/.test(char);
  return [...text.matchAll(MARK)].flatMap(({ 0: mark, index: at }) => {
    if (!isOurs(mark)) return [];
    const end = at + mark.length;
    const before = text[at - 1];
    const after = text[end];
    return {
      ...{ at, end, opens: !isWord(before) && !isSpace(after), closes: !isSpace(before) && !isWord(after) },
      isApostrophe: isWord(before) && isWord(after),
      isPossessive: isWord(before) && !isWord(after),
    };
  });
}

function withoutValues(text: string, marks: readonly Mark[]): string {
  const [first] = marks;
  // One that opens nothing stands for inches.
  if (first === undefined || (marks.length === 1 && !first.opens)) return text;
  let clean = text.slice(0, first.at);
  for (let at = 0; at < marks.length; at += 2) {
    const open = marks[at];
    const close = marks[at + 1];
    if (open?.opens !== true || close?.closes === false) return text.slice(0, first.at) + VALUE;
    // Left open, or cut off.
    if (close === undefined) return clean + VALUE;
    clean += isApiName(text.slice(open.end, close.at)) ? text.slice(open.at, close.end) : VALUE;
    clean += text.slice(close.end, marks[at + 2]?.at);
  }
  return clean;
}
