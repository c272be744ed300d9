import { Readable } from 'node:stream';
import { sawOutput } from './outputs.ts';

/** What a subscription has been sent so far. */
export interface Events<Result> {
  readonly results: readonly Result[];
  /** Whether its end was told: by the event `complete`, not by a connection that breaks. */
  isComplete(): boolean;
  /** Closes the connection. */
  leave(): Promise<void>;
}

/** Reads server-sent events as they come, from one answer. */
export function readEvents<Result>({ body }: Response): Events<Result> {
  if (!body) throw new TypeError('The answer has no body.');
  const results: Result[] = [];
  let isComplete = false;
  const reader = body.getReader();
  const decoder = new TextDecoder();

  function take(event: string): void {
    const lines = event.split('\n');
    const valueOf = (name: string) =>
      lines
        .find((line) => line.startsWith(`${name}:`))
        ?.slice(name.length + 1)
        .trim();
    if (valueOf('event') === 'complete') isComplete = true;
    if (valueOf('event') !== 'next') return;
    const data = valueOf('data') ?? '';
    sawOutput('event', data);
    const result: Result = JSON.parse(data);
    results.push(result);
  }

  async function read(): Promise<void> {
    let unread = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const events = (unread + decoder.decode(value, { stream: true })).split('\n\n');
      unread = events.pop() ?? '';
      events.forEach(take);
    }
  }
  // A connection that breaks has no end to tell of.
  void read().catch(() => undefined);

  async function leave(): Promise<void> {
    const stream: unknown = body;
    // Without a socket it is one of Node, whose reader would not be heard while it waits for what comes next.
    if (stream instanceof Readable) stream.destroy();
    else await reader.cancel();
  }

  return { results, isComplete: () => isComplete, leave };
}
