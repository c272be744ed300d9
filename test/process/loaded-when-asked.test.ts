import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { fileOf } from '../support/callers-on-disk.ts';
import { freePort } from '../support/free-port.ts';
import { startGateway } from '../support/gateway-process.ts';

const told = fileURLToPath(new URL('../support/tell-imports.js', import.meta.url));
/** What is only loaded where it is asked for, and takes a part of each start where it is not. */
const optional = ['@opentelemetry/sdk-trace', '@redis/client', 'jose', 'marked', 'prom-client'];

const jwt = {
  issuer: 'https://login.test/',
  audience: 'okx-account-gateway',
  algorithms: ['RS256'],
  jwksUrl: 'http://127.0.0.1:9/jwks',
};

test.each([
  [[], 'nothing is asked for', async () => ({})],
  [['prom-client'], 'there is an admin port', async () => ({ ADMIN_PORT: `${await freePort()}` })],
  [['@redis/client'], 'there is a Redis', async () => ({ REDIS_URL: 'redis://127.0.0.1:9' })],
  [['jose'], 'an issuer of JWTs is trusted', async () => ({ CALLERS_FILE: fileOf({ jwt }).path })],
])('of what not everybody needs, %j is loaded where %s', async (loaded, _where, settings) => {
  const environment = { PORT: '0', EMBEDDED: 'true', ...(await settings()) };
  const preloading: [string, ...string[]] = [process.execPath, '--import', told, 'src/main.ts'];
  const gateway = startGateway(environment, [], undefined, preloading);
  onTestFinished(async () => {
    gateway.signal('SIGKILL');
    await gateway.exit;
  });
  await gateway.url();
  const imported = new Set(gateway.stderr().match(/(?<=^import ).*/gm));
  expect(imported).toContain('graphql-yoga');
  expect(optional.filter((name) => imported.has(name))).toEqual(loaded);
});
