import { pino } from 'pino';
import type { BudgetOf } from '../../src/accounts/accounts.ts';
import type { createAdmission } from '../../src/server/admission.ts';
import type { createGateway } from '../../src/server/gateway.ts';
import type { SimulatedAccount } from '../../src/simulator/accounts.ts';
import type { credentialsOf } from '../../src/simulator/embedded.ts';
import { createRandomness } from '../../src/simulator/randomness.ts';
import type { Draw } from '../bench/draws.ts';
import { loadModules } from '../support/seeded-bugs.ts';
import { createRoad, type RoadParts } from './road.ts';
import { createProcess, type SimulatedProcess } from './world-clock.ts';

/** What is put to the test: the gateway, or a copy of it with a bug. */
export interface Code {
  readonly createGateway: typeof createGateway;
  readonly createAdmission: typeof createAdmission;
  readonly credentialsOf: typeof credentialsOf;
}

/** The gateway of `src` or of a copy of it. */
export const loadCode = async (src: URL) =>
  loadModules<Code>(src, ['server/gateway.ts', 'server/admission.ts', 'simulator/embedded.ts']);

export interface GatewaySettings {
  readonly maxAgeMs: number;
  readonly deadlineMs: number;
  readonly maxWaitMs: number;
}

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came back; null when nothing will, since the process died before or the client left. */
export type Response = { readonly status: number; readonly text: string } | null;

/** One process that serves, from its start to its end. */
export interface RunningGateway {
  readonly process: SimulatedProcess;
  /** Sends a request; `leaves` aborts when its client does. */
  request(request: Request, leaves: AbortSignal): Promise<Response>;
  /** Serves these accounts from now on. */
  reload(accounts: readonly SimulatedAccount[]): void;
  /** Ends it, whatever is under way. */
  kill(): void;
}

export interface GatewayParts extends RoadParts {
  readonly code: Code;
  readonly settings: GatewaySettings;
  readonly draw: Draw;
  /** Budgets that are shared with other gateways, for a process with that clock. */
  readonly budgetOf?: (process: SimulatedProcess) => BudgetOf;
}

const baseUrl = 'http://exchange.test';

export function startGateway(
  accounts: readonly SimulatedAccount[],
  parts: GatewayParts,
): RunningGateway {
  const { code, world, checks, settings, draw, budgetOf } = parts;
  const process = createProcess(world, {
    originMs: draw() * 1e7,
    skewMs: (draw() - 0.5) * 2_000,
  });
  const { clock } = process;
  const credentials = (served: readonly SimulatedAccount[]) =>
    code.credentialsOf({ accounts: served }, baseUrl);
  const { admit, isBusy } = code.createAdmission(clock);
  const { handler, replaceAccounts } = code.createGateway(
    { accounts: credentials(accounts), ...settings },
    {
      clock,
      random: createRandomness(draw() * 2 ** 32),
      log: pino({ level: 'info' }, { write: checks.logged }),
      fetch: createRoad(process, parts),
      moreIsComing: isBusy,
      ...(budgetOf && { budgetOf: budgetOf(process) }),
    },
  );

  return {
    process,
    request({ method, path, headers, body }, leaves) {
      const { promise, resolve } = Promise.withResolvers<Response>();
      leaves.addEventListener('abort', () => resolve(null), { once: true });
      const init = { method, headers, signal: leaves, ...(body !== undefined && { body }) };
      async function answer(arrivedAt: number): Promise<Response> {
        const response = await handler.fetch(`http://gateway${path}`, init, { arrivedAt });
        return { status: response.status, text: await response.text() };
      }
      process.deliver(() =>
        admit((arrivedAt) => {
          if (leaves.aborted) return;
          answer(arrivedAt).then(
            (response) => process.deliver(() => resolve(response)),
            (error: unknown) => {
              if (!leaves.aborted) checks.violated(`a request was not answered: ${String(error)}`);
            },
          );
        }),
      );
      return promise;
    },
    reload: (served) => process.deliver(() => replaceAccounts(credentials(served))),
    kill() {
      process.kill();
      void handler.dispose();
    },
  };
}
