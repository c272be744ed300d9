import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { Agent as UndiciAgent, request as undiciRequest } from 'undici';
import { type Ask, headersFor, readAll } from './steady-load.ts';

const lookEveryMs = 50;
const url = 'http://localhost/graphql';

/**
 * New connections to gateways that say that they are ready, as what balances connections would have it: a connection
 * that is there goes on to be used. Until the end of the test.
 */
export async function connectToReady(ports: readonly number[]): Promise<() => Socket> {
  let ready: readonly number[] = [];
  let turn = 0;
  const isReady = async (port: number): Promise<boolean> => {
    try {
      return (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok;
    } catch {
      return false;
    }
  };
  const look = async (): Promise<void> => {
    const are = await Promise.all(ports.map(isReady));
    ready = ports.filter((_, index) => are[index]);
  };
  await look();
  const timer = setInterval(() => void look(), lookEveryMs);
  onTestFinished(() => clearInterval(timer));
  return () => {
    turn += 1;
    return connect(ready[turn % ready.length] ?? 0, '127.0.0.1');
  };
}

/** A client of `node:http` that keeps its connection alive. */
export function createNodeClient(connectNow: () => Socket): Ask {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agent.createConnection = connectNow;
  onTestFinished(() => agent.destroy());
  return async (accountId, body) => {
    const asked = request(url, { method: 'POST', agent, headers: headersFor(accountId) });
    asked.end(body);
    const [response]: IncomingMessage[] = await once(asked, 'response');
    if (!response) throw new TypeError('no response');
    return readAll(response);
  };
}

/** One of undici, which is behind `fetch`. */
export function createUndiciClient(connectNow: () => Socket): Ask {
  const dispatcher = new UndiciAgent({
    connections: 1,
    connect(_options, callback) {
      const socket = connectNow();
      socket.once('connect', () => callback(null, socket));
      socket.once('error', (error) => callback(error, null));
    },
  });
  onTestFinished(async () => dispatcher.destroy());
  return async (accountId, body) => {
    const headers = headersFor(accountId);
    const answer = await undiciRequest(url, { method: 'POST', dispatcher, headers, body });
    return { status: answer.statusCode, body: await answer.body.text() };
  };
}
