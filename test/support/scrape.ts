/** One series of a Prometheus endpoint. */
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Reads a Prometheus endpoint: its text format, without time stamps, as the SDK writes it. */
export async function scrape(address: string): Promise<readonly Series[]> {
  return seriesOf(await (await fetch(`http://${address}/metrics`)).text());
}

/** The series of such a text. */
export function seriesOf(text: string): readonly Series[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', labels = '', value = ''] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      if (name === '') throw new Error(`not a line of a Prometheus endpoint: ${line}`);
      const pairs = [...labels.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)];
      return {
        name,
        labels: Object.fromEntries(pairs.map(([, label = '', text = '']) => [label, text.replaceAll(/\\(.)/g, '$1')])),
        value: Number(value),
      };
    });
}
