/** One value of a metric, as Prometheus reads it. */
export interface Sample {
  /** With the suffix that a part of a histogram has. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A metric with all that is told of it. */
export interface MetricFamily {
  readonly help: string;
  readonly type: string;
  readonly samples: readonly Sample[];
}

const line = /^([a-z_:][\w:]*)(?:\{(.*)\})? (\S+)$/i;
const labelPattern = /([a-z_]\w*)="((?:[^"\\]|\\.)*)",?/gi;

/** Reads the text format of Prometheus, strictly: each sample belongs to the metric that was announced last. */
export function readPrometheusText(text: string): ReadonlyMap<string, MetricFamily> {
  const families = new Map<string, MetricFamily>();
  for (const block of text.split(/^# HELP /m).slice(1)) {
    const [first = '', second = '', ...lines] = block.trimEnd().split('\n');
    const [name = '', ...help] = first.split(' ');
    const [, type] =
      new RegExp(`^# TYPE ${name} (counter|gauge|histogram|summary)$`).exec(second) ?? [];
    if (type === undefined) throw new Error(`${name} has no type: ${second}`);
    if (families.has(name)) throw new Error(`${name} is announced twice.`);
    const samples = lines.filter((one) => one !== '').map(readSample);
    const stray = samples.find((sample) => !isOf(name, type, sample.name));
    if (stray) throw new Error(`${stray.name} stands below ${name}.`);
    families.set(name, { help: help.join(' '), type, samples });
  }
  return families;
}

function readSample(text: string): Sample {
  const [, name, labels = '', value] = line.exec(text) ?? [];
  if (name === undefined) throw new Error(`This is no sample: ${text}`);
  const pairs = [...labels.matchAll(labelPattern)];
  if (pairs.map(([whole]) => whole).join('') !== labels) throw new Error(`Its labels: ${text}`);
  return {
    name,
    labels: Object.fromEntries(pairs.map(([, key = '', content = '']) => [key, content])),
    value: Number(value),
  };
}

function isOf(family: string, type: string, name: string): boolean {
  const suffix = name.slice(family.length);
  return (
    name.startsWith(family) &&
    (type === 'histogram' ? /^_(?:bucket|sum|count)$/ : /^$/).test(suffix)
  );
}

/** The labels of a metric, without that of the bucket of a histogram. */
export const labelsOf = ({ samples }: MetricFamily): readonly string[] =>
  [...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))].filter(
    (label) => label !== 'le',
  );

/** Adds up all samples of a name that have certain labels. */
export function sumOf(families: ReadonlyMap<string, MetricFamily>, name: string) {
  const samples = [...families.values()].flatMap((family) => family.samples);
  return (labels: Readonly<Record<string, string>>): number => {
    const wanted = Object.entries(labels);
    return samples
      .filter((sample) => sample.name === name)
      .filter((sample) => wanted.every(([key, value]) => sample.labels[key] === value))
      .reduce((sum, { value }) => sum + value, 0);
  };
}
