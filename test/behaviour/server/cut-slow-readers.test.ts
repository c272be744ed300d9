import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { cutSlowReaders } from '../../../src/server/cut-slow-readers.ts';

/** An answer of which so many bytes are not taken, as far as one can see. */
function answerTo() {
  // It is told that it was closed, as one that was never open.
  const socket = new Socket().on('error', () => {});
  const response = new ServerResponse(new IncomingMessage(socket));
  const state = { untaken: 0 };
  Object.defineProperty(response, 'writableLength', { get: () => state.untaken });
  return { response, state, isCut: () => response.req.socket.destroyed };
}

test('a stream is cut off when nothing is taken for half a minute, and not for all that it was ever late', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { response, state, isCut } = answerTo();
  onTestFinished(cutSlowReaders([response]));
  for (let at = 0; at < 10; at += 1) {
    state.untaken = 100;
    vi.advanceTimersByTime(20_000);
    state.untaken = 0;
    vi.advanceTimersByTime(1_000);
  }
  expect(isCut()).toBe(false);
  state.untaken = 100;
  vi.advanceTimersByTime(31_000);
  expect(isCut()).toBe(true);
});
