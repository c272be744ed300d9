import type { SimulatedAccount } from '../../src/simulator/accounts.ts';
import { drawIndex, drawOne } from '../bench/draws.ts';
import { type GatewayParts, type RunningGateway, startGateway } from './gateways.ts';
import { createSharing } from './sharing.ts';

/** A gateway is away for so long at most, and may be back at once. */
const mostDownMs = 10_000;
/** A gateway that ends takes so long to part from Redis at most. */
const leavingMs = 1_000;

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
  /** Makes something go wrong with the Redis through which they share budgets, if they do. */
  troubleRedis(): void;
  /** Sets right what can be set right at once. */
  heal(): void;
  /** Whether they share budgets through Redis. */
  readonly isSharing: boolean;
}

export interface GroupParts extends Omit<GatewayParts, 'shareIn'> {
  /** The accounts of the exchange, which are given keys and lose them. */
  readonly atExchange: SimulatedAccount[];
  readonly nextKey: () => Pick<SimulatedAccount, 'apiKey' | 'secretKey' | 'passphrase'>;
}

/** @param gateways which share budgets when there are several */
export function createGroup(
  initial: readonly SimulatedAccount[],
  gateways: number,
  parts: GroupParts,
): Group {
  const { world, draw, atExchange, nextKey, settings } = parts;
  const accounts = [...initial];
  const away = new Set<string>();
  const served = () => accounts.filter(({ id }) => !away.has(id));
  const sharing = gateways > 1 ? createSharing(gateways, parts) : null;
  const start = () =>
    startGateway(served(), { ...parts, ...(sharing && { shareIn: sharing.join }) });
  const running = new Set(Array.from({ length: gateways }, start));

  /** Some time passes until the file of accounts has reached a gateway. */
  function reload(): void {
    for (const gateway of running) {
      world.after(draw() * 3_000, () => running.has(gateway) && gateway.reload(served()));
    }
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
    running: () => [...running],
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
      const ending = drawOne([...running], draw);
      if (!ending) return;
      running.delete(ending);
      const isCrash = draw() < 0.5;
      const downMs = draw() < 0.5 ? 0 : draw() * mostDownMs;
      world.after(isCrash ? 0 : settings.deadlineMs + 1_000, () => {
        if (!isCrash) ending.leave();
        world.after(isCrash ? 0 : leavingMs, () => {
          ending.kill();
          world.after(downMs, () => running.add(start()));
        });
      });
    },
    troubleRedis: () => sharing?.trouble(),
    heal: () => sharing?.heal(),
    isSharing: sharing !== null,
  };
}
