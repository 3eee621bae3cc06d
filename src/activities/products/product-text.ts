import { createRequire } from 'node:module';
import type * as HtmlToText from 'html-to-text';

/** Longer descriptions are cut before they are read as HTML: myOGO takes a fraction of this, and parsing costs time. */
const MAX_HTML_LENGTH = 50_000;

/** Made when the first description is read: most processes read none for a long time. */
let made: ((html: string) => string) | undefined;

function toText(html: string): string {
  made ??= (createRequire(import.meta.url)('html-to-text') as typeof HtmlToText).compile({
    wordwrap: false,
    selectors: [
      { selector: 'a', options: { ignoreHref: true } },
      { selector: 'img', format: 'skip' },
      { selector: 'script', format: 'skip' },
      { selector: 'style', format: 'skip' },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
      { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false } },
    ],
  });
  return made(html);
}

/** A product description's HTML as plain text: paragraphs and list items on lines of their own, no markup, no links. */
export function htmlToText(html: string): string {
  if (!/[<&]/.test(html)) return html.trim();
  return toText(html.slice(0, MAX_HTML_LENGTH))
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
