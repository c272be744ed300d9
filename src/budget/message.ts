import { z } from 'zod';
import type { Answer } from './member.ts';

/** What a budget tells Redis. */
export interface Message {
  readonly budget: string;
  readonly calls: number;
  readonly windowMs: number;
  /** The id of a lease that is wanted. */
  readonly take?: string;
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
}

/** What the script replies: what it says of the record and, of a budget, whether a lease is given, and when each is free. */
const replyShape = z.tuple(
  [z.number(), z.number(), z.number(), z.number(), z.number()],
  z.number(),
);

const seatsOf = ['nobody', 'others', 'full', 'own'] as const;

export function readReply(raw: unknown): Reply | null {
  const reply = replyShape.safeParse(raw);
  if (!reply.success) return null;
  const [openAt, now, era, wall, seats, given = 0, withheld = 0, ...freeInMs] = reply.data;
  const answer = { openAt, now, era, wall, seats: seatsOf[seats] ?? 'nobody' };
  return { ...answer, given: given === 1, withheld, freeInMs };
}

/**
 * What the script is told of a message, behind what it is told of the gateway.
 *
 * @param unendedMs for how long a lease lasts that nobody ends
 */
export function argumentsOf(message: Message | undefined, unendedMs: number): readonly string[] {
  if (!message) return [];
  const { calls, windowMs, take = '', ended } = message;
  const { id, freeInMs } = ended ?? { id: '', freeInMs: 0 };
  return [`${calls}`, `${windowMs}`, take, id, `${freeInMs}`, `${unendedMs}`];
}
