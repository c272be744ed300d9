import { text } from 'node:stream/consumers';
import autocannon from 'autocannon';

/** What is read from stdin, as JSON. */
interface Load {
  /** Of the GraphQL endpoint. */
  readonly url: string;
  readonly connections: number;
  /** Requests. All are answered before it ends, so that what they cost can be divided by their number. */
  readonly amount: number;
  /** Each connection asks them over and over, from the first on. */
  readonly bodies: readonly string[];
}

const { url, connections, amount, bodies } = JSON.parse(await text(process.stdin)) as Load;
let started = 0;
const beganAt = performance.now();
let latestAt = beganAt;
const { latency, non2xx, errors, timeouts, mismatches } = await autocannon({
  url,
  connections,
  amount,
  // Only as often it looks whether all are answered.
  sampleInt: 100,
  // A server that is gone is asked no more.
  bailout: connections,
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'application/json' },
  requests: bodies.map((body) => ({ body })),
  // Every connection begins with another one.
  setupClient(client) {
    const from = Math.floor((started * bodies.length) / connections);
    started += 1;
    if (bodies.length > 1) {
      client.setRequests(
        [...bodies.slice(from), ...bodies.slice(0, from)].map((body) => ({ body })),
      );
    }
  },
  verifyBody(body) {
    latestAt = performance.now();
    return !String(body).includes('"errors"');
  },
});
console.log(
  JSON.stringify({
    seconds: (latestAt - beganAt) / 1_000,
    wrong: non2xx + errors + timeouts + mismatches,
    p99: latency.p99,
  }),
);
