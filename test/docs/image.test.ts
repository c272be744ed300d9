import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { systemClock } from '../../src/time/clock.ts';
import { entryOf, fileOf } from '../support/callers-on-disk.ts';
import {
  commandOf,
  copiesOf,
  environmentOf,
  readDockerfile,
  runsOf,
} from '../support/dockerfile.ts';
import { freePort } from '../support/free-port.ts';
import { startGateway } from '../support/gateway-process.ts';
import { bearer } from '../support/knock.ts';
import { isPublished } from '../support/npm-registry.ts';
import { post } from '../support/post.ts';
import { describeGiven } from '../support/programs.ts';
import { accountsFileOf } from '../support/running-gateway.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const instructions = readDockerfile();
const valueOf = (wanted: string) => instructions.find(({ name }) => name === wanted)?.rest;
/** The Node that runs these tests stands for that of the image. */
const PATH = [dirname(process.execPath), process.env['PATH']].join(delimiter);

describe('the Dockerfile', () => {
  test('takes the Node that the project runs on, and no rights that the gateway does not need', () => {
    const [major] = process.versions.node.split('.');
    const bases = instructions.filter(({ name }) => name === 'FROM').map(({ rest }) => rest);
    expect(bases).toEqual([`node:${major}-slim AS packages`, `node:${major}-slim`]);
    expect(valueOf('USER')).toBe('node');
    const names = instructions.map(({ name }) => name);
    expect(names.lastIndexOf('USER')).toBeGreaterThan(names.lastIndexOf('RUN'));
  });

  test('copies what .dockerignore lets in, and nothing else gets near an image', () => {
    const [first, ...letIn] = readFileSync(join(root, '.dockerignore'), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(first).toBe('*');
    const copied = new Set(copiesOf(instructions).flatMap(({ sources }) => sources));
    expect(letIn.toSorted()).toEqual([...copied].map((path) => `!${path}`).toSorted());
  });
});

const release = `graphql@${packageJson.dependencies.graphql}`;
describeGiven(
  'a package registry that has it',
  await isPublished(release),
  'what its commands make of an empty folder',
  () => {
    test('serves, is found alive, ends by its stop signal, and is found dead then', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'image-'));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      for (const { sources, target } of copiesOf(instructions)) {
        for (const source of sources) {
          const into = target.endsWith('/') ? join(target, basename(source)) : target;
          cpSync(join(root, source), join(folder, into), { recursive: true });
        }
      }
      const fromImage = environmentOf(instructions);
      const home = { PATH, HOME: process.env['HOME'] ?? '' };
      for (const command of runsOf(instructions)) {
        await promisify(execFile)('sh', ['-ec', command], {
          cwd: folder,
          env: { ...process.env, ...home, ...fromImage, npm_config_prefer_offline: 'true' },
        });
      }
      const installed = readdirSync(join(folder, 'node_modules'));
      expect(installed.filter((name) => /^(?:node-.*|typescript)$/.test(name))).toEqual([]);

      const exchange = createSimulatedExchange({ clock: systemClock, moving: false });
      const environment = {
        PATH,
        ...fromImage,
        PORT: String(await freePort()),
        ACCOUNTS_FILE: await accountsFileOf(exchange),
        CALLERS_FILE: fileOf({ callers: [entryOf(['a-token'])] }).path,
        DRAIN_MS: '0',
      };
      const gateway = startGateway(environment, [], folder, commandOf(instructions, 'CMD'));
      onTestFinished(async () => {
        gateway.signal('SIGKILL');
        await gateway.exit;
      });
      await gateway.line(/^Graph /, 60_000);
      const answer = await post(
        `http://127.0.0.1:${environment.PORT}/graphql`,
        JSON.stringify({ query: '{ account { id details(ccy: ["ETH"]) { cashBal } } }' }),
        bearer('a-token'),
      );
      expect(await answer.json()).toEqual({
        data: { account: { id: 'spot', details: [{ cashBal: expect.any(String) }] } },
      });

      const [program, ...args] = commandOf(instructions, 'HEALTHCHECK');
      const look = async () =>
        promisify(execFile)(program, args, { cwd: folder, env: environment });
      expect(await look()).toEqual({ stdout: '', stderr: '' });
      gateway.signal(valueOf('STOPSIGNAL') as NodeJS.Signals);
      expect(await gateway.exit).toBe(0);
      await expect(look()).rejects.toMatchObject({ code: 1 });
    });
  },
);
