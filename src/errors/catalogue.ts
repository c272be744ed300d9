/** What stands behind an error code that clients may meet in `extensions.code`. */
interface ErrorKind {
  /** The HTTP status that means the same, for readers: an answer that holds data comes with 200. */
  readonly status: number;
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean;
  readonly meaning: string;
}

const kind = (status: number, retryable: boolean, meaning: string): ErrorKind => ({
  status,
  retryable,
  meaning,
});

/** Every error code that the gateway gives. The table in docs/errors.md is held against it by a test. */
export const catalogue = {
  BAD_USER_INPUT: kind(400, false, 'An argument cannot be used.'),
  UNAUTHENTICATED: kind(401, false, 'There is no token, or none that is known.'),
  FORBIDDEN: kind(403, false, 'You may not ask for this here.'),
  ACCOUNT_NOT_FOUND: kind(404, false, 'No account of this id is open to you.'),
  KEY_REJECTED: kind(422, false, 'The exchange refuses this instrument or currency here.'),
  ACCOUNT_MODE_UNSUPPORTED: kind(
    409,
    false,
    'The account is in a mode in which the exchange does not answer this.',
  ),
  BUDGET_EXHAUSTED: kind(
    429,
    true,
    'The rate limit of the exchange left no call for this in time.',
  ),
  DEADLINE_EXCEEDED: kind(
    504,
    true,
    'The exchange was asked but had not answered by the deadline.',
  ),
  UPSTREAM_AUTH: kind(
    502,
    false,
    "The exchange refuses the gateway's credentials for this account.",
  ),
  UPSTREAM_UNAVAILABLE: kind(
    503,
    true,
    'The exchange, or the issuer of a token, could not be reached or is not serving.',
  ),
  UPSTREAM_TIMEOUT: kind(504, true, 'The exchange took too long, on each attempt.'),
  UPSTREAM_MALFORMED: kind(
    502,
    false,
    'The exchange sent something that is not what it documents.',
  ),
  QUERY_TOO_EXPENSIVE: kind(400, false, 'The query, or its answer, is too large.'),
  TOO_MANY_SUBSCRIPTIONS: kind(
    429,
    true,
    'You have as many subscriptions open as one caller may have.',
  ),
  OVERLOADED: kind(503, true, 'The gateway has more to do than it can do in time.'),
  INTERNAL_SERVER_ERROR: kind(500, false, 'A defect of the gateway; its log has the details.'),
} as const satisfies Readonly<Record<string, ErrorKind>>;

export type ErrorCode = keyof typeof catalogue;
