import { once } from 'node:events';
import { createServer } from 'node:http';
import { publicJwk, rsa, signToken } from '../support/jwt-issuer.ts';
import type { BenchCaller } from './callers.ts';

/** Somebody who issues JWTs to callers, and shows the key that they are signed with; disposing ends it. */
export interface BenchIssuer extends AsyncDisposable {
  /** So many who have a JWT of its each. */
  callersOf(count: number): readonly BenchCaller[];
}

const [keyId, audience] = ['one', 'bench'];
const lastsS = 86_400;

export async function startIssuer(): Promise<BenchIssuer> {
  const { publicKey, privateKey } = rsa();
  const keys = JSON.stringify({ keys: [publicJwk(publicKey, { kid: keyId })] });
  const server = createServer((_request, response) => response.end(keys));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('It has no port.');
  const url = `http://127.0.0.1:${address.port}/`;
  const jwt = { issuer: url, audience, algorithms: ['RS256'], jwksUrl: url };
  return {
    callersOf: (count) =>
      Array.from({ length: count }, (_, index) => {
        const name = `subject${index}`;
        const exp = Math.floor(Date.now() / 1_000) + lastsS;
        const claims = { iss: url, aud: audience, sub: name, exp, accounts: 'all' };
        const token = signToken({ alg: 'RS256', kid: keyId }, claims, privateKey);
        return { name, token, weight: 1, jwt };
      }),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
