import { once } from 'node:events';

interface InspectorAnswer {
  readonly id?: number;
  readonly result?: { readonly usedSize?: number; readonly result?: { readonly value?: unknown } };
}

/** A way into a process that was started with `--inspect`, to see what it really holds. */
export interface HeapProbe extends Disposable {
  /** MiB of its heap that are in use once all garbage has been collected. */
  collected(): Promise<number>;
  /** What an expression is there, which has to be a number. */
  valueOf(expression: string): Promise<number>;
}

/** @param port at which its inspector listens, on loopback */
export async function probeHeap(port: number): Promise<HeapProbe> {
  const targets: readonly { readonly webSocketDebuggerUrl: string }[] = await (
    await fetch(`http://127.0.0.1:${port}/json/list`)
  ).json();
  const [target] = targets;
  if (!target) throw new Error('nothing to inspect');
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await once(socket, 'open');
  let asked = 0;
  const waiting = new Map<number, (answer: InspectorAnswer) => void>();
  socket.addEventListener('message', ({ data }) => {
    const answer: InspectorAnswer = JSON.parse(String(data));
    waiting.get(answer.id ?? 0)?.(answer);
  });

  async function command(method: string, params = {}): Promise<InspectorAnswer> {
    asked += 1;
    const id = asked;
    const { promise, resolve } = Promise.withResolvers<InspectorAnswer>();
    waiting.set(id, resolve);
    socket.send(JSON.stringify({ id, method, params }));
    const answer = await promise;
    waiting.delete(id);
    return answer;
  }

  return {
    async collected() {
      await command('HeapProfiler.collectGarbage');
      const { result } = await command('Runtime.getHeapUsage');
      return (result?.usedSize ?? Number.NaN) / 2 ** 20;
    },
    async valueOf(expression) {
      const { result } = await command('Runtime.evaluate', { expression, returnByValue: true });
      return Number(result?.result?.value);
    },
    [Symbol.dispose]: () => socket.close(),
  };
}
