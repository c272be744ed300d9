import { pino } from 'pino';
import type { createLedger } from '../../src/budget/ledger.ts';
import type { createSharedBudget } from '../../src/budget/shared-budget.ts';
import type { createAdmission } from '../../src/server/admission.ts';
import type { createGateway } from '../../src/server/gateway.ts';
import type { SimulatedAccount } from '../../src/simulator/accounts.ts';
import type { credentialsOf } from '../../src/simulator/embedded.ts';
import { createRandomness } from '../../src/simulator/randomness.ts';
import type { Draw } from '../bench/draws.ts';
import { loadModules } from '../support/seeded-bugs.ts';
import { createRoad, type RoadParts } from './road.ts';
import type { Sharing } from './sharing.ts';
import { createProcess, type SimulatedProcess } from './world-clock.ts';
import { httpOf } from '../support/http-of.ts';

/** What is put to the test: the gateway, or a copy of it with a bug. */
export interface Code {
  readonly createGateway: typeof createGateway;
  readonly createAdmission: typeof createAdmission;
  readonly credentialsOf: typeof credentialsOf;
  readonly createLedger: typeof createLedger;
  readonly createSharedBudget: typeof createSharedBudget;
}

/** The gateway of `src` or of a copy of it. */
export const loadCode = async (src: URL) =>
  loadModules<Code>(src, [
    'server/gateway.ts',
    'server/admission.ts',
    'simulator/embedded.ts',
    'budget/ledger.ts',
    'budget/shared-budget.ts',
  ]);

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
  /** Parts from the others with whom it shares budgets, before it ends. */
  leave(): void;
  /** Ends it, whatever is under way. */
  kill(): void;
}

export interface GatewayParts extends RoadParts {
  readonly code: Code;
  readonly settings: GatewaySettings;
  readonly draw: Draw;
  /** Has a process share its budgets with other gateways. */
  readonly shareIn?: Sharing['join'];
}

const baseUrl = 'http://exchange.test';

export function startGateway(
  accounts: readonly SimulatedAccount[],
  parts: GatewayParts,
): RunningGateway {
  const { code, world, checks, settings, draw, shareIn } = parts;
  const process = createProcess(world, {
    originMs: draw() * 1e7,
    skewMs: (draw() - 0.5) * 2_000,
  });
  const { clock } = process;
  const credentials = (served: readonly SimulatedAccount[]) =>
    code.credentialsOf({ accounts: served }, baseUrl);
  const share = shareIn?.(process);
  const { admit, isBusy } = code.createAdmission(clock);
  const { handler, replaceAccounts } = code.createGateway(
    { accounts: credentials(accounts), ...settings },
    {
      clock,
      random: createRandomness(draw() * 2 ** 32),
      log: pino({ level: 'info' }, { write: checks.logged }),
      http: httpOf(createRoad(process, parts)),
      moreIsComing: isBusy,
      askedUntil: clock.now(),
      ...(share && { budgetOf: share.budgetOf }),
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
        admit({
          from: 'a client',
          work(arrivedAt) {
            if (leaves.aborted) return;
            answer(arrivedAt).then(
              (response) => process.deliver(() => resolve(response)),
              (error: unknown) => {
                if (!leaves.aborted)
                  checks.violated(`a request was not answered: ${String(error)}`);
              },
            );
          },
          refuse: () => process.deliver(() => resolve({ status: 503, text: '' })),
        }),
      );
      return promise;
    },
    reload: (served) => process.deliver(() => replaceAccounts(credentials(served))),
    leave: () => process.deliver(() => share?.close()),
    kill() {
      process.kill();
      void handler.dispose();
    },
  };
}
