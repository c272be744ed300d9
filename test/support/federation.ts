import { type ChildProcess, spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGateway, type GatewayOptions } from '../../src/server/gateway.ts';
import { listen } from '../../src/server/listen.ts';
import { credentialsOf } from '../../src/simulator/embedded.ts';
import { createSimulatedExchange, type SimulatedExchange } from '../../src/simulator/exchange.ts';
import { systemClock } from '../../src/time/clock.ts';
import { type AskRouter, askAt } from './ask-router.ts';
import { readPage } from './markdown.ts';
import { createWatchedLog, keepAccountSecrets } from './outputs.ts';
import { httpOf } from './http-of.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const guide = readPage('docs/federation.md');

/** The routers of the guide, by their files. */
export const routers = ['apollo.js', 'hive.js'] as const;

/** The libraries that make a supergraph of the two subgraphs. */
export const compositions = ['@apollo/composition', '@theguild/federation-composition'] as const;

export interface Order {
  readonly id: string;
  readonly account: string;
  readonly instrument: string;
  readonly currency: string;
}

interface RenewOptions extends Partial<GatewayOptions> {
  /** Whether prices change, every second. Default: they stand still. */
  readonly moving?: boolean;
}

/** The federated graph of the guide, each service with a port of its own; the gateway is in this process. */
export interface Federation {
  /** The headers of the requests that came to the gateway since it was last replaced. */
  readonly requests: readonly IncomingHttpHeaders[];
  /** Replaces the gateway, and the exchange that it asks, by new ones: nothing is cached, no lease is taken. */
  renew(options?: RenewOptions): SimulatedExchange;
  /** Until the gateway is replaced, no request to it is answered before so many have come. */
  holdUntil(requests: number): void;
  /** What the other subgraph answers from now on. */
  place(orders: readonly Order[]): void;
  /** Where the gateway is, also after it was replaced. */
  readonly gatewayUrl: string;
  /** A file of the guide, written down. */
  guideFile(name: string): string;
  /** Starts the other subgraph with another of the schemas of the guide; its address. */
  startOrders(schemaFile: string): Promise<string>;
  /** The supergraph that one of the libraries makes, as a file. */
  compose(composition: (typeof compositions)[number]): Promise<string>;
  /** Each combination is started once. */
  startRouter(
    router: (typeof routers)[number],
    composition: (typeof compositions)[number],
    environment?: Readonly<Record<string, string>>,
  ): Promise<AskRouter>;
  stop(): Promise<void>;
}

export async function startFederation(): Promise<Federation> {
  const folder = mkdtempSync(join(tmpdir(), 'federation-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const processes: ChildProcess[] = [];
  const requests: IncomingHttpHeaders[] = [];
  const gateways: ReturnType<typeof createGateway>[] = [];
  const held: (() => void)[] = [];
  let leastRequests = 0;

  const subgraph = await listen(
    (request, response) => {
      requests.push(request.headers);
      held.push(() => gateways.at(-1)?.handler(request, response));
      if (requests.length >= leastRequests) for (const answer of held.splice(0)) answer();
    },
    { host: '127.0.0.1', port: 0 },
  );

  /** Writes the files of the guide into a folder of their own, with other ports. */
  function unpack(name: string, ordersUrl = ''): string {
    const own = join(folder, name);
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, 'package.json'), '{ "type": "module" }');
    cpSync(join(root, 'schema/federation.graphql'), join(own, 'federation.graphql'));
    for (const { content } of guide.blocks) {
      const [, file] = /^(?:\/\/|#) (\S+\.(?:js|graphql))\n/.exec(content) ?? [];
      if (file === undefined) continue;
      const text = content
        .replaceAll('http://127.0.0.1:4000/graphql', `${subgraph.url}/graphql`)
        .replaceAll('http://127.0.0.1:4001/graphql', ordersUrl)
        .replace(/\b(?<=listen\(|port: )4\d{3}\b/, '0')
        .replace(compositions[0], name);
      writeFileSync(join(own, file), text);
    }
    return own;
  }

  const run = (
    file: string,
    cwd: string,
    {
      args = [],
      env = {},
    }: { args?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
  ): ChildProcess => {
    const child = spawn(process.execPath, [file, ...args], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    processes.push(child);
    return child;
  };

  const ordersFolder = unpack('orders');
  const place = (orders: readonly Order[]) =>
    writeFileSync(join(ordersFolder, 'orders.json'), JSON.stringify(orders));
  const ordersUrl = await addressOf(run('orders.js', ordersFolder));
  const composed = new Map<string, Promise<string>>();
  const started = new Map<string, Promise<AskRouter>>();

  /** The folder of the supergraph. */
  const compose = (composition: string): Promise<string> =>
    oncePer(composed, composition, async () => {
      const own = unpack(composition, ordersUrl);
      const [code] = await once(run('compose.js', own), 'close');
      if (code !== 0) throw new Error(`${composition} does not compose the subgraphs.`);
      return own;
    });

  const start = async (
    router: string,
    composition: string,
    env: Readonly<Record<string, string>>,
  ): Promise<AskRouter> => askAt(await addressOf(run(router, await compose(composition), { env })));

  return {
    requests,
    place,
    renew({ moving = false, ...options } = {}) {
      const exchange = createSimulatedExchange({ clock: systemClock, moving });
      const accounts = credentialsOf(exchange, 'http://exchange.test');
      keepAccountSecrets(accounts);
      const gateway = createGateway(
        {
          accounts,
          maxAgeMs: 200,
          deadlineMs: 10_000,
          maxWaitMs: 3_000,
          ...options,
        },
        {
          clock: systemClock,
          random: Math.random,
          log: createWatchedLog(),
          http: httpOf(exchange.fetch),
        },
      );
      gateways.push(gateway);
      requests.length = 0;
      held.length = 0;
      leastRequests = 0;
      return exchange;
    },
    holdUntil(count) {
      leastRequests = count;
    },
    gatewayUrl: subgraph.url,
    guideFile: (name) => join(ordersFolder, name),
    startOrders: (schemaFile) => addressOf(run('orders.js', ordersFolder, { args: [schemaFile] })),
    compose: async (composition) => join(await compose(composition), 'supergraph.graphql'),
    startRouter(router, composition, environment = {}) {
      const key = [router, composition, ...Object.entries(environment).flat()].join(' ');
      return oncePer(started, key, () => start(router, composition, environment));
    },
    async stop() {
      const ended = processes
        .filter(({ exitCode }) => exitCode === null)
        .map((child) => once(child, 'close'));
      for (const child of processes) child.kill('SIGKILL');
      await Promise.all(ended);
      await subgraph.close(0);
      for (const { handler } of gateways) await handler.dispose();
      rmSync(folder, { recursive: true });
    },
  };
}

function oncePer<T>(made: Map<string, T>, key: string, make: () => T): T {
  const one = made.get(key) ?? make();
  made.set(key, one);
  return one;
}

/** The address that a service prints when it takes requests. */
async function addressOf({ stdout }: ChildProcess): Promise<string> {
  let said = '';
  const parts = stdout ? on(stdout.setEncoding('utf8'), 'data', { close: ['close'] }) : [];
  for await (const [part] of parts) {
    said += String(part);
    const [, url] = /^(http:\S+)\n/m.exec(said) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error(`A service ended before it took requests. ${said}`);
}
