import { mkdir, writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { renderChart } from './chart.ts';
import type { Result } from './scenario.ts';
import { renderTable } from './table.ts';

/** Prints what came out of a load, what should have been otherwise, and the first wrong answers. */
export function printResult(result: Result): void {
  console.log(`\n${renderTable([result])}`);
  const errors = [...result.tally.errors].map(([code, count]) => `${code} ${count}`);
  if (errors.length > 0) console.log(`errors: ${errors.join(', ')}`);
  for (const wrong of result.tally.wrong.slice(0, 2)) {
    console.log('a wrong answer:', inspect(wrong, { depth: 9 }));
  }
}

/** What should have been otherwise, a line each. */
export const missesOf = (results: readonly Result[]): readonly string[] =>
  results.flatMap(({ name, kind, misses }) => misses.map((miss) => `${name}, ${kind}: ${miss}`));

const folder = new URL('results/', import.meta.url);

/**
 * Writes the table and the chart that the README shows.
 * @param command by which all results were made
 */
export async function writeResults(results: readonly Result[], command: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('load.md', folder), renderPage(results, command));
  await writeFile(new URL('load.svg', folder), renderChart(results));
}

function renderPage(results: readonly Result[], command: string): string {
  const own = results.filter(({ kind }) => kind === 'this gateway');
  const wanted = own.map((result) => `- ${result.name}: ${result.wanted}`);
  const misses = missesOf(results).map((miss) => `- ${miss}`);
  return `# Under load

Made by \`${command}\`, which writes this page. Gateway, exchange and clients shared one machine; another one gives other
times, but hardly other calls.

${renderTable(results)}

## How to read it

- A load lasts as long as the command says, but for bursts, of which there are three of each size, and for what breaks down. But in the
  first load, requests come at their times whatever becomes of those before, and latencies count from these times. Of a gateway
  that has 1,000 requests to answer already, the others wait for a connection.
- "Right" are the answers that are complete and equal to what the exchange says; latencies are theirs. The others hold errors: one that
  holds anything else than the exchange says would be a miss.
- "Calls" reached the exchange because of the load; "50011" are those of them that it turned away: as one too many, or where it
  turns some away on purpose, those.
- The exchange is the embedded one, about 20 ms away there and back, with its real limits. There is one account, but in the first load.
  It shares a process with the clients, but in bursts of 1,000, where each has its own. Before the first of them, the gateway has answered \`{ __typename }\` and nothing else.
- The standard query asks for 3 of 20 currencies, each with what can be withdrawn, and for what can be traded and borrowed of
  3 of 20 instruments. Queries beyond the limit, and those to an exchange with faults, ask for one instrument at a price of their own, so
  that no two can share a call.
- "10 callers" are known by tokens, one after the other; the same queries come by turns to a gateway that everybody may ask. Nine callers who ask
  for 3 instruments every 2 s have gateways of their own alone, and at the same time others beside a tenth, which asks 50 times a second: for
  instruments that do not exist, at prices of its own, for 20 instruments. The figures are those of the nine, after 15 s.
- The plain gateway is the usual way: resolvers, and a DataLoader of each endpoint for each request.
- An exchange that is down answers HTTP 503 with code 50001. A retry is a second call for the same thing.
- Redis is killed and started again, hangs for 8 s, and is flushed. The gateways share no answers, so the same queries take more calls.
- One of three gateways in trouble: Redis is reached by it through a proxy, which lets nothing pass or takes its time; or its process is killed,
  stopped (SIGSTOP) or replaced. Clients ask another when theirs is gone or says nothing for 11 s. "80 % of a limit" are queries that
  take a call each. A window is 2 s as the exchange counts: the most calls in any, and how many it allows.

## What is wanted of this gateway

In all loads, that no answer is wrong and that no window holds more calls than the exchange allows. Besides:

${wanted.join('\n')}

## What was missed

${misses.length === 0 ? 'Nothing.' : misses.join('\n')}
`;
}
