import { z } from 'zod';
import type { Answer } from './member.ts';
import type { Charge } from './turns.ts';

/** What a budget tells Redis. */
export interface Message {
  readonly budget: string;
  readonly calls: number;
  readonly windowMs: number;
  /** The name of a lease that is wanted. */
  readonly take?: string;
  /** Free leases that it leaves to others. */
  readonly kept?: number;
  /** For whom the call of that lease would be made. */
  readonly charges?: readonly Charge[];
  /** A lease that ended, and in how many milliseconds it is free; 0 for one that was given back. */
  readonly ended?: { readonly id: string; readonly freeInMs: number };
}

export interface Reply extends Answer {
  /** Whether the wanted lease is given. */
  readonly given: boolean;
  /** Calls that are withheld, for gateways that may go by their parts and for those that wait for longer. */
  readonly withheld: number;
  /** The leases of the budget that are in use, of all gateways, in the order in which they are free. */
  readonly leases: readonly { readonly freeInMs: number; readonly charges: readonly Charge[] }[];
  /** How far turns have come, in all gateways. */
  readonly virtualTime: number;
  /** And those who were charged, in their order. */
  readonly finishTags: readonly number[];
}

/**
 * What the script replies: what it says of the record and, of a budget, whether a lease is given, what is withheld, the
 * turns of all and of those who were charged, and of each lease when it is free and its name.
 */
const replyShape = z.tuple(
  [z.number(), z.number(), z.number(), z.number(), z.number()],
  z.union([z.number(), z.string()]),
);

/** Scripts reply in whole numbers. */
const tagScale = 1_000_000;

const seatsOf = ['nobody', 'others', 'full', 'own'] as const;

/** @param charged how many the message charged */
export function readReply(raw: unknown, charged: number): Reply | null {
  const reply = replyShape.safeParse(raw);
  if (!reply.success) return null;
  const [openAt, now, era, wall, seats, ...ofBudget] = reply.data;
  const answer = { openAt, now, era, wall, seats: seatsOf[seats] ?? 'nobody' };
  const [given, withheld = 0, virtualTime = 0, ...rest] = ofBudget.map(Number);
  const names = ofBudget.slice(3 + charged);
  return {
    ...answer,
    given: given === 1,
    withheld,
    virtualTime: virtualTime / tagScale,
    finishTags: rest.slice(0, charged).map((tag) => tag / tagScale),
    leases: rest.slice(charged).flatMap((freeInMs, index) => {
      const name = names[index + 1];
      return typeof name === 'string' ? [{ freeInMs, charges: chargesOf(name) }] : [];
    }),
  };
}

/**
 * What the script is told of a message, behind what it is told of the gateway.
 *
 * @param unendedMs for how long a lease lasts that nobody ends
 */
export function argumentsOf(message: Message | undefined, unendedMs: number): readonly string[] {
  if (!message) return [];
  const { calls, windowMs, take = '', kept = 0, charges = [], ended } = message;
  const { id, freeInMs } = ended ?? { id: '', freeInMs: 0 };
  const costs = charges.flatMap(({ taker, part, weight }) => [
    taker,
    `${Math.round((part / weight) * tagScale)}`,
  ]);
  const lease = [`${calls}`, `${windowMs}`, take, id, `${freeInMs}`, `${unendedMs}`];
  return [...lease, `${kept}`, `${charges.length}`, ...costs];
}

/** The name of a lease: it tells the other gateways for whom the call is. */
export function nameLease(id: string, charges: readonly Charge[]): string {
  return [id, ...charges.map(({ taker, part, weight }) => `${taker}:${part}:${weight}`)].join(' ');
}

function chargesOf(name: string): readonly Charge[] {
  const [, ...charges] = name.split(' ');
  return charges.map((charge) => {
    const [taker = '', part, weight] = charge.split(':');
    return { taker, part: Number(part), weight: Number(weight) };
  });
}
