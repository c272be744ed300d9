import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';

/** One stream of a subscription, as it comes over a connection of its own. */
export interface LiveReader {
  /** Milliseconds from the answer of the exchange to this reader, of each result. */
  readonly lagsMs: number[];
  /** Whether its end was told. */
  isComplete(): boolean;
  /** Whether the connection is closed. */
  isClosed(): boolean;
  /** Reads no more, and leaves the connection open. */
  stopReading(): void;
  leave(): void;
}

/** Opens a subscription that selects the equity first. */
export async function openReader(url: string, query: string): Promise<LiveReader> {
  const sent: ClientRequest = request(url, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
  });
  sent.end(JSON.stringify({ query }));
  // The gateway may be slow, and is ended with connections open.
  sent.on('error', () => undefined);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const lagsMs: number[] = [];
  let isComplete = false;
  let isClosed = false;
  let unread = '';
  response.setEncoding('utf8');
  response.on('data', (text: string) => {
    const events = (unread + text).split('\n\n');
    unread = events.pop() ?? '';
    for (const event of events) {
      if (event.startsWith('event: complete')) isComplete = true;
      const [, equity] = /"totalEq":"([\d.]+)"/.exec(event) ?? [];
      if (equity !== undefined) lagsMs.push(Date.now() - Math.round(Number(equity) * 1_000));
    }
  });
  response.on('error', () => undefined);
  response.on('close', () => {
    isClosed = true;
  });
  return {
    lagsMs,
    isComplete: () => isComplete,
    isClosed: () => isClosed,
    stopReading: () => response.pause(),
    leave: () => sent.destroy(),
  };
}
