import { GatewayError } from '../errors/gateway-error.ts';
import { short } from './forms.ts';

/** An object as it came. */
export type RawObject = Readonly<Record<string, unknown>>;

/** What is known of a row beside its fields. */
export type Stamp = {
  readonly accountId: string;
  /** The parameters of the call that answered it, beside its keys, as they stand in its query string. */
  readonly params: string;
  /** When the call that answered it was sent. */
  readonly asOf: Date;
};

/** The answer that rows come from: whose they are, and what of them cannot be read. */
export interface Origin {
  readonly stamp: Stamp;
  /**
   * The error of what cannot be read.
   * @param row the object that holds it, which may say what it is of
   */
  malformed(path: string, wanted: string, row?: RawObject): GatewayError;
  /** The error of an answer of which hardly anything can be read; null where more can. */
  garbage(): GatewayError | null;
  /** What could not be read so far, each field once. */
  readonly found: ReadonlySet<string>;
  /** Has it told that, and what is found when more is read. */
  onFound(tell: (what: string) => void): void;
}

/** Four bad fields in each of 500 rows: a code that is new to us, even in every row, has an error for each that is read. */
const maxMalformed = 2_000;

/** @param by the field by which its rows are told apart */
export function createOrigin(endpoint: string, by: string | undefined, stamp: Stamp): Origin {
  const { accountId } = stamp;
  const found = new Set<string>();
  let malformed = 0;
  let tell: (what: string) => void = () => {};
  let ofAll: GatewayError | null = null;

  function garbage(): GatewayError | null {
    if (malformed <= maxMalformed) return null;
    return (ofAll ??= new GatewayError(
      'UPSTREAM_MALFORMED',
      'The exchange sent an answer of which hardly anything can be read.',
      { endpoint, accountId },
    ));
  }

  return {
    stamp,
    found,
    garbage,
    malformed(path, wanted, row) {
      malformed += 1;
      const message = `The exchange sent something other than ${wanted} as ${path}.`;
      if (!found.has(message)) {
        found.add(message);
        tell(message);
      }
      const key = row && by !== undefined ? short(row[by]) : undefined;
      const details = { endpoint, accountId, ...(key && { keys: [key] }), field: path };
      return garbage() ?? new GatewayError('UPSTREAM_MALFORMED', message, details);
    },
    onFound(listener) {
      tell = listener;
      found.forEach((what) => listener(what));
    },
  };
}
