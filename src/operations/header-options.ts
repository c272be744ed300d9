import { GraphQLError } from 'graphql';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { Incoming } from './incoming.ts';

/** What a request may ask for by its headers, beside its query. */
export interface HeaderOptions {
  /** Longest time in milliseconds from its arrival to its answer. */
  readonly deadlineMs: number;
  /** How old an answer of the exchange it takes, in milliseconds. */
  readonly maxAgeMs: number;
  /** What is to be told of its calls: those that served it, how many, or those that it would take; or which nulls have a reason. */
  readonly explain: 'calls' | 'cost' | 'nulls' | 'plan' | null;
  /** How a subscription is told what has changed: by the whole result, or by what is to be patched of the one before. */
  readonly live: 'whole' | 'patch';
}

/**
 * Reads them. A request can ask for less than the gateway's own deadline and age, never for more.
 *
 * @throws GraphQLError for a value that has no meaning, rather than to do what was not asked for
 */
export function readHeaderOptions(
  header: Incoming['header'],
  own: Pick<HeaderOptions, 'deadlineMs' | 'maxAgeMs'>,
): HeaderOptions {
  return {
    deadlineMs: Math.min(own.deadlineMs, readDeadline(header('x-deadline-ms'))),
    maxAgeMs: Math.min(own.maxAgeMs, readMaxAge(header('cache-control'))),
    explain: readExplain(header('x-explain')),
    live: readLive(header('x-live')),
  };
}

/** The same; null where a value has no meaning. */
export function tryReadOptions(
  header: Incoming['header'],
  own: Pick<HeaderOptions, 'deadlineMs' | 'maxAgeMs'>,
): HeaderOptions | null {
  try {
    return readHeaderOptions(header, own);
  } catch {
    return null;
  }
}

/** Whether nothing is to be loaded: only to be told which calls there would be. */
export const isPlanOnly = ({ header }: Pick<Incoming, 'header'>): boolean =>
  header('x-explain') === 'plan';

function readDeadline(value: string | null): number {
  if (value === null) return Infinity;
  if (/^\d+$/.test(value) && Number(value) > 0) return Number(value);
  throw meaningless('x-deadline-ms must be a whole number of milliseconds, from 1 on.');
}

/** `no-cache` and `no-store` want nothing that was read before. As HTTP has it, directives that are not known are left alone. */
function readMaxAge(value: string | null): number {
  if (value === null) return Infinity;
  const directives = value.toLowerCase().split(',');
  const ages = directives.map((directive) => {
    const [name, seconds = ''] = directive.trim().split('=');
    if (name === 'no-cache' || name === 'no-store') return 0;
    if (name !== 'max-age') return Infinity;
    if (/^(?:\d+|"\d+")$/.test(seconds)) return Number(seconds.replaceAll('"', '')) * 1_000;
    throw meaningless('max-age of cache-control must be a whole number of seconds.');
  });
  return Math.min(...ages);
}

function readExplain(value: string | null): HeaderOptions['explain'] {
  if (value === null || value === 'plan' || value === 'nulls') return value;
  if (value === 'calls' || value === 'cost') return value;
  throw meaningless('x-explain must be `calls`, `cost`, `nulls` or `plan`.');
}

function readLive(value: string | null): HeaderOptions['live'] {
  if (value === null) return 'whole';
  if (value === 'patch') return value;
  throw meaningless('x-live must be `patch`, or not be there.');
}

function meaningless(message: string): GraphQLError {
  const code: ErrorCode = 'BAD_USER_INPUT';
  return new GraphQLError(message, { extensions: { code, http: { status: 400 } } });
}
