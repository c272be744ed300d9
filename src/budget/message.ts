import { hash } from 'node:crypto';
import { z } from 'zod';
import type { Answer } from './member.ts';
import type { Charge } from './turns.ts';

/** What a budget tells Redis. */
export interface Message {
  readonly budget: string;
  readonly calls: number;
  readonly windowMs: number;
  /** The id of a lease that is wanted. */
  readonly take?: string;
  /** What the call of that lease would cost whom it is for. */
  readonly charges?: readonly Charge[];
  /** A lease that ended, and in how many milliseconds it is free; 0 for one that was given back. */
  readonly ended?: { readonly id: string; readonly freeInMs: number };
}

export interface Reply extends Answer {
  /** Whether the wanted lease is given. */
  readonly given: boolean;
  /** Calls that are withheld, for gateways that may go by their parts and for those that wait for longer. */
  readonly withheld: number;
  /** Milliseconds until each lease of the budget is free, of all gateways, in order. */
  readonly freeInMs: readonly number[];
  /** How far turns have come, in all gateways. */
  readonly virtualTime: number;
  /** And those who were charged, in their order. */
  readonly finishTags: readonly number[];
}

/** What the script replies: what it says of the record and, of a budget, whether a lease is given, and when each is free. */
const replyShape = z.tuple(
  [z.number(), z.number(), z.number(), z.number(), z.number()],
  z.number(),
);

/** Scripts reply in whole numbers. */
const tagScale = 1_000_000;
/** Whoever reads the record of leases learns no names from it. Unit: characters. */
const takerLength = 16;

const seatsOf = ['nobody', 'others', 'full', 'own'] as const;

/** @param charged how many the message charged */
export function readReply(raw: unknown, charged: number): Reply | null {
  const reply = replyShape.safeParse(raw);
  if (!reply.success) return null;
  const [openAt, now, era, wall, seats, given = 0, withheld = 0, turn = 0, ...rest] = reply.data;
  const answer = { openAt, now, era, wall, seats: seatsOf[seats] ?? 'nobody' };
  const finishTags = rest.slice(0, charged).map((tag) => tag / tagScale);
  return {
    ...answer,
    given: given === 1,
    withheld,
    virtualTime: turn / tagScale,
    finishTags,
    freeInMs: rest.slice(charged),
  };
}

/**
 * What the script is told of a message, behind what it is told of the gateway.
 *
 * @param unendedMs for how long a lease lasts that nobody ends
 */
export function argumentsOf(message: Message | undefined, unendedMs: number): readonly string[] {
  if (!message) return [];
  const { calls, windowMs, take = '', charges = [], ended } = message;
  const { id, freeInMs } = ended ?? { id: '', freeInMs: 0 };
  return [
    ...[`${calls}`, `${windowMs}`, take, id, `${freeInMs}`, `${unendedMs}`],
    `${charges.length}`,
    ...charges.flatMap(({ taker, cost }) => [
      hash('sha256', taker, 'base64url').slice(0, takerLength),
      `${Math.round(cost * tagScale)}`,
    ]),
  ];
}
