import type { SimulatedAccount } from '../../src/simulator/accounts.ts';
import { drawIndex, drawOne } from '../bench/draws.ts';
import { latestArrivalMs } from './conditions.ts';
import { type GatewayParts, type RunningGateway, startGateway } from './gateways.ts';

/**
 * After its end a gateway without Redis is started again when its calls count no more: what it left is known to nobody.
 * The limits are kept under this assumption only (see "Leases" in docs/design.md).
 */
const longestCountedMs = latestArrivalMs + 2_000;
const mostDownMs = 10_000;

/** Gateways that serve the same accounts. */
export interface Group {
  /** With their present keys, the default account first. */
  accountIds(): readonly string[];
  /** The gateways that take requests. */
  running(): readonly RunningGateway[];
  /** Gives one of the accounts a new key, which its gateways get one after the other. */
  rotate(): void;
  /** Takes an account other than the default one away for a while; now and then it returns with a new key. */
  removeForAWhile(): void;
  /** Ends a gateway and starts it again, either as a crash does or with what is under way answered before. */
  restart(): void;
}

export interface GroupParts extends Omit<GatewayParts, 'budgetOf'> {
  /** The accounts of the exchange, which are given keys and lose them. */
  readonly atExchange: SimulatedAccount[];
  readonly nextKey: () => Pick<SimulatedAccount, 'apiKey' | 'secretKey' | 'passphrase'>;
}

export function createGroup(initial: readonly SimulatedAccount[], parts: GroupParts): Group {
  const { world, draw, atExchange, nextKey, settings } = parts;
  const accounts = [...initial];
  const away = new Set<string>();
  const served = () => accounts.filter(({ id }) => !away.has(id));
  let running: RunningGateway | null = startGateway(accounts, parts);

  /** Some time passes until the file of accounts has reached a gateway. */
  function reload(): void {
    world.after(draw() * 3_000, () => running?.reload(served()));
  }

  function rotateAt(index: number): void {
    const old = accounts[index];
    if (!old) return;
    const next = { ...old, ...nextKey() };
    accounts[index] = next;
    atExchange.push(next);
    reload();
    world.after(draw() * 10_000, () => atExchange.splice(atExchange.indexOf(old), 1));
  }

  return {
    accountIds: () => accounts.map(({ id }) => id),
    running: () => (running ? [running] : []),
    rotate: () => rotateAt(drawIndex(accounts.length, draw)),
    removeForAWhile() {
      const id = drawOne(accounts.slice(1), draw)?.id;
      if (id === undefined || away.has(id)) return;
      away.add(id);
      reload();
      world.after(draw() * 15_000, () => {
        away.delete(id);
        if (draw() < 0.5) rotateAt(accounts.findIndex((account) => account.id === id));
        else reload();
      });
    },
    restart() {
      const ending = running;
      if (!ending) return;
      running = null;
      const graceMs = draw() < 0.5 ? 0 : settings.deadlineMs + 1_000;
      world.after(graceMs, () => {
        ending.kill();
        world.after(longestCountedMs + draw() * mostDownMs, () => {
          running = startGateway(served(), parts);
        });
      });
    },
  };
}
