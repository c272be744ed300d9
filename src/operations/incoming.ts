import type { Caller } from '../callers/caller.ts';
import type { Leaving } from '../loading/patience.ts';

/** A request for an operation, by whichever way it came. */
export interface Incoming {
  readonly method: string;
  readonly caller: Caller;
  /** The value of a header, by its name in small letters; null without it. */
  header(name: string): string | null;
  /** When it came, on the clock's monotonic scale; undefined where it was not taken note of. */
  readonly arrivedAt: number | undefined;
  /** Whether its client has left, and to be told when it does. */
  readonly leaving: Leaving;
}

/** What a client asks for, as GraphQL over HTTP has it. */
export interface Params {
  readonly query?: string | undefined;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}
