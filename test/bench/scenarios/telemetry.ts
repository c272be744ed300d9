import { once } from 'node:events';
import { createServer } from 'node:http';
import { freePort } from '../../support/free-port.ts';
import type { Circumstances, Result, Scenario } from '../scenario.ts';
import { compare } from '../side-by-side.ts';
import { startTestBed } from '../test-bed.ts';

/** As often as Prometheus usually does. */
const scrapeEveryMs = 15_000;

/** Queries at an even rate to a gateway with metrics, which are read, and traces of all queries, beside one without. */
export const telemetry: Scenario = async (circumstances) => {
  const { seconds } = circumstances;
  for (const perSecond of [100, 400]) {
    for (const one of await compareAt(perSecond, seconds, circumstances)) circumstances.report(one);
  }
};

async function compareAt(
  perSecond: number,
  seconds: number,
  circumstances: Circumstances,
): Promise<readonly Result[]> {
  const { signal } = circumstances;
  const kind = 'this gateway';
  await using cleanUp = new AsyncDisposableStack();
  const collector = await startCollector();
  cleanUp.defer(() => collector.close());
  const adminPort = await freePort();
  const bare = cleanUp.use(await startTestBed({ kind, signal }));
  const watched = cleanUp.use(
    await startTestBed({
      kind,
      signal,
      environments: [{ ADMIN_PORT: String(adminPort), OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }],
    }),
  );
  const scrape = setInterval(() => {
    // Of one that ends meanwhile nothing is wanted.
    void fetch(`http://127.0.0.1:${adminPort}/metrics`).then(
      async (answer) => answer.text(),
      () => '',
    );
  }, scrapeEveryMs);
  cleanUp.defer(() => clearInterval(scrape));
  const sides = [
    { name: 'neither metrics nor traces', bed: bare },
    { name: 'metrics and traces', bed: watched },
  ] as const;
  const results = await compare({ perSecond, seconds }, sides, circumstances);
  if (collector.batches() === 0) throw new Error('no traces have come');
  return results;
}

/** Takes traces, and makes nothing of them. */
async function startCollector() {
  let batches = 0;
  const server = createServer((request, response) => {
    batches += 1;
    request.resume().once('end', () => response.end('{}'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    batches: () => batches,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
