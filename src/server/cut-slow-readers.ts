import type { ServerResponse } from 'node:http';

/** An answer that is not taken whole within so many milliseconds is cut off. */
const maxTakingMs = 30_000;
/** Bytes of answers that wait to be taken by all clients together. */
const maxUntaken = 128 * 2 ** 20;
const lookEveryMs = 100;

/**
 * Looks after answers that their clients do not take: each occupies memory until it is taken.
 *
 * @param underWay what is not answered yet, that first which came first
 * @returns how to stop
 */
export function cutSlowReaders(underWay: Iterable<ServerResponse>): () => void {
  /** How often an answer was seen untaken. What a client sends meanwhile is no sign that it reads. */
  const looks = new WeakMap<ServerResponse, number>();

  function look(): void {
    const untaken: ServerResponse[] = [];
    for (const response of underWay) {
      if (response.writableLength > 0) untaken.push(response);
      // Of a stream, what was sent so far is taken.
      else looks.delete(response);
    }
    let bytes = untaken.reduce((sum, { writableLength }) => sum + writableLength, 0);
    for (const response of untaken) {
      const times = (looks.get(response) ?? 0) + 1;
      looks.set(response, times);
      if (bytes <= maxUntaken && times * lookEveryMs <= maxTakingMs) continue;
      bytes -= response.writableLength;
      // An end in order would wait behind what is not taken, and the system hold that for minutes.
      response.req.socket.resetAndDestroy();
    }
  }

  const timer = setInterval(look, lookEveryMs);
  return () => clearInterval(timer);
}
