import { expect, test } from 'vitest';
import { startStillGateway } from '../../support/still-gateway.ts';

test.each(['GET', 'HEAD'])(
  'a gateway that serves is alive and ready, asked by %s',
  async (method) => {
    await using gateway = await startStillGateway();
    for (const name of ['live', 'ready']) {
      const { status, headers } = await fetch(new URL(`/health/${name}`, gateway.url), { method });
      expect({ name, status, store: headers.get('cache-control') }).toEqual({
        name,
        status: 200,
        store: 'no-store',
      });
    }
  },
);
