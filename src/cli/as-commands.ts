/** What the client library and the Web UI call an act, and the command line's own words for it. */
const acts: readonly (readonly [RegExp, string])[] = [
  [/\blatestChanges\.enable\(\)/g, 'changes enable'],
  [/\borders\.fulfil\((\d+)\)/g, 'orders fulfil $1'],
  [/\borders\.fulfil\b/g, 'orders fulfil <order>'],
  [/\brotateCredentials with both tokens\b/g, 'rotate --bigcommerce --myogo'],
  [/\brotateCredentials with a new token of BigCommerce\b/g, 'rotate --bigcommerce'],
  [/\brotateCredentials with a new token of myOGO\b/g, 'rotate --myogo'],
  [/\brotateCredentials\b/g, 'rotate'],
  [/\bchangeSettings\b/g, 'settings'],
  [/\bquestions\(\)/g, 'questions'],
  [/`connect`/g, 'connect --merchant <id>'],
  [/\bresume\(\)/g, 'resume'],
  [/\bstatus\(\)/g, 'status'],
];

/**
 * A text as the reader of a terminal can act by it: each act as the command that does it. The texts are the same for the
 * library, the Temporal Web UI and the command line, and name acts by what the first two call them.
 * @param storeHash empty where the text is not about one store
 */
export function asCommands(text: string, storeHash: string): string {
  const store = storeHash === '' ? '<store>' : storeHash;
  return acts
    .reduce((known, [act, command]) => known.replaceAll(act, `\`ogoship ${store} ${command}\``), text)
    .replaceAll('ogoship <store> ', `ogoship ${store} `);
}
