/** What an expression of PromQL goes by. */
interface PromQl {
  readonly selectors: readonly {
    readonly metric: string;
    readonly matchers: readonly { readonly label: string; readonly value: string }[];
  }[];
  /** Labels that are left where it sums up, or takes the largest; null where it does not, and all are. */
  readonly summedBy: readonly string[] | null;
}

const functions = new Set('sum max count by or vector rate increase histogram_quantile'.split(' '));
const grouping = /\bby \(([^)]*)\)/g;
const selector = /([a-z_]\w*)(?:\{([^}]*)\})?/gi;
const matcher = /(\w+)(?:=~|!=|!~|=)"([^"]*)"/g;

/** Reads as much of PromQL as alerts and dashboard use: names that are no function are metrics. */
export function readPromQl(expr: string): PromQl {
  const bare = expr.replaceAll(grouping, '').replaceAll(/\[[^\]]*\]/g, '');
  const selectors = [...bare.matchAll(selector)]
    .filter(([, metric = '']) => !functions.has(metric))
    .map(([, metric = '', matchers = '']) => ({
      metric,
      matchers: [...matchers.matchAll(matcher)].map(([, label = '', value = '']) => ({
        label,
        value,
      })),
    }));
  const kept = [...expr.matchAll(grouping)].flatMap(([, labels = '']) => labels.split(/, */));
  return { selectors, summedBy: /\b(?:sum|max|count)\b/.test(expr) ? kept : null };
}
