import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { fileOf } from '../support/callers-on-disk.ts';
import { freePort } from '../support/free-port.ts';
import { startGateway } from '../support/gateway-process.ts';
import { ask } from '../support/post.ts';

const told = fileURLToPath(new URL('../support/tell-imports.js', import.meta.url));
/** What is only loaded where it is asked for, and takes a part of each start where it is not. */
const optional = [
  '@opentelemetry/sdk-trace',
  '@redis/client',
  'graphql-yoga',
  'jose',
  'marked',
  'prom-client',
];

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
  const { url, imported } = await startTelling(await settings());
  await ask(url, '{ __typename }');
  expect(imported()).toContain('graphql');
  expect(optional.filter((name) => imported().has(name))).toEqual(loaded);
});

test('what most clients never send has Yoga loaded', async () => {
  const { url, imported } = await startTelling({});
  const answer = await fetch(`${url}?query={__typename}`, {
    headers: { accept: 'application/json', 'apollo-require-preflight': 'true' },
  });
  expect(await answer.json()).toMatchObject({ data: { __typename: 'Query' } });
  expect(imported()).toContain('graphql-yoga');
});

/** A gateway that tells which packages it has imported, until the end of the test. */
async function startTelling(settings: Readonly<Record<string, string>>) {
  const preloading: [string, ...string[]] = [process.execPath, '--import', told, 'src/main.ts'];
  const environment = { PORT: '0', EMBEDDED: 'true', ...settings };
  const gateway = startGateway(environment, [], undefined, preloading);
  onTestFinished(async () => {
    gateway.signal('SIGKILL');
    await gateway.exit;
  });
  return {
    url: await gateway.url(),
    imported: () => new Set(gateway.stderr().match(/(?<=^import ).*/gm)),
  };
}
