import type { Sample } from './prometheus-text.ts';

/** What was told at a moment. Unit: seconds. */
export interface Scrape {
  readonly at: number;
  readonly samples: readonly Sample[];
}

interface Value {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

type Vector = readonly Value[];
const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };

/**
 * What an expression of PromQL gives by the last of these scrapes: as much of it as alerts use. As in Prometheus, a counter
 * has grown by what it told last less what it told first within the time, so that one which came with a 3 has not grown.
 */
export function valueOf(expr: string, scrapes: readonly Scrape[]): Vector {
  const reader = createReader(expr);
  const now = scrapes.at(-1)?.at ?? 0;

  function comparison(): Vector {
    const left = quotient();
    const sign = reader.take(/(==|>)/);
    if (sign === null) return left;
    const bound = Number(reader.must(/([\d.]+)/));
    return left.filter(({ value }) => (sign === '>' ? value > bound : value === bound));
  }

  function quotient(): Vector {
    const left = term();
    if (reader.take(/(\/)/) === null) return left;
    const right = term();
    return left.flatMap(({ labels, value }) => {
      const divisor = right.find((other) => keyOf(other.labels) === keyOf(labels));
      return divisor ? [{ labels, value: value / divisor.value }] : [];
    });
  }

  function term(): Vector {
    if (reader.take(/(sum by) \(/) !== null) {
      const by = reader.must(/([^)]*)\) \(/).split(/, */);
      return sumBy(closed(term()), by);
    }
    if (reader.take(/(histogram_quantile)\(/) !== null) {
      const share = Number(reader.must(/([\d.]+), /));
      return quantiles(closed(term()), share);
    }
    const grown = reader.take(/(rate|increase)\(/);
    const name = reader.must(/([a-z_]\w*)/);
    const isMeant = matcherOf(reader.take(/\{([^}]*)\}/) ?? '');
    const of = ({ samples }: Scrape) =>
      samples.filter((one) => one.name === name && isMeant(one.labels));
    if (grown === null) return scrapes.slice(-1).flatMap(of);
    const [, count = '', unit = ''] = /(\d+)(\w)/.exec(reader.must(/\[(\w+)\]/)) ?? [];
    const rangeS = Number(count) * (seconds[unit] ?? NaN);
    const within = scrapes.filter(({ at }) => at >= now - rangeS);
    const growth = growths(within.flatMap(of)).map(({ labels, value }) => ({
      labels,
      value: grown === 'rate' ? value / rangeS : value,
    }));
    return closed(growth);
  }

  function closed(vector: Vector): Vector {
    reader.must(/(\))/);
    return vector;
  }

  const result = comparison();
  reader.mustEnd();
  return result;
}

function createReader(text: string) {
  let left = text.trim();
  function take(pattern: RegExp): string | null {
    const found = new RegExp(`^\\s*${pattern.source}`).exec(left);
    if (!found) return null;
    left = left.slice(found[0].length);
    return found[1] ?? '';
  }
  return {
    take,
    must(pattern: RegExp): string {
      const found = take(pattern);
      if (found === null) throw new Error(`This is no ${pattern.source}: ${left}`);
      return found;
    },
    mustEnd() {
      if (left !== '') throw new Error(`This is too much: ${left}`);
    },
  };
}

function matcherOf(text: string): (labels: Value['labels']) => boolean {
  const tests = [...text.matchAll(/(\w+)(=~|!=|=)"([^"]*)"/g)].map(
    ([, label = '', how, wanted = '']) =>
      (labels: Value['labels']) => {
        const value = labels[label] ?? '';
        // Whose job it is, only Prometheus knows.
        if (label === 'job') return true;
        if (how === '=~') return new RegExp(`^(?:${wanted})$`).test(value);
        return (value === wanted) === (how === '=');
      },
  );
  return (labels) => tests.every((isFine) => isFine(labels));
}

const keyOf = (labels: Value['labels']) => JSON.stringify(labels, Object.keys(labels).toSorted());

/** By how much each has grown from its first to its last. */
function growths(samples: readonly Sample[]): Vector {
  const series = Map.groupBy(samples, ({ labels }) => keyOf(labels));
  return [...series.values()].map((all) => ({
    labels: all[0]?.labels ?? {},
    value: (all.at(-1)?.value ?? 0) - (all[0]?.value ?? 0),
  }));
}

function sumBy(vector: Vector, by: readonly string[]): Vector {
  const kept = ({ labels }: Value) =>
    Object.fromEntries(
      by.flatMap((label) => (label in labels ? [[label, labels[label] ?? '']] : [])),
    );
  const groups = Map.groupBy(vector, (one) => keyOf(kept(one)));
  return [...groups.values()].flatMap((all) => {
    const [first] = all;
    return first
      ? [{ labels: kept(first), value: all.reduce((sum, one) => sum + one.value, 0) }]
      : [];
  });
}

/** Between the bounds of the bucket that it falls into, as Prometheus does. */
function quantiles(vector: Vector, share: number): Vector {
  const withoutBound = ({ labels }: Value) =>
    Object.fromEntries(Object.entries(labels).filter(([label]) => label !== 'le'));
  const groups = Map.groupBy(vector, (one) => keyOf(withoutBound(one)));
  return [...groups.values()].flatMap((buckets) => {
    const bounds = buckets
      .map(({ labels, value }) => ({
        le: labels['le'] === '+Inf' ? Infinity : Number(labels['le']),
        value,
      }))
      .toSorted((one, other) => one.le - other.le);
    const rank = share * (bounds.at(-1)?.value ?? 0);
    const at = bounds.findIndex(({ value }) => value >= rank);
    const [below, bucket, first] = [bounds[at - 1], bounds[at], buckets[0]];
    if (!bucket || !first || rank === 0) return [];
    const from = below ?? { le: 0, value: 0 };
    const part = (rank - from.value) / (bucket.value - from.value);
    const value = bucket.le === Infinity ? from.le : from.le + (bucket.le - from.le) * part;
    return [{ labels: withoutBound(first), value }];
  });
}
