/** A connection to a host, which an account has for one call. */
export interface Connection {
  /** The call has come to its end. */
  giveBack(): void;
}

/** What one account can have of the connections to its host, which all accounts there share. */
export interface AccountConnections {
  /** One, if the account may have one now; null where it has to wait. */
  take(): Connection | null;
  /** The next that it may have. Never rejects; each is to be given back. */
  wait(): Promise<Connection>;
}

/**
 * Calls that begin in one turn of the event loop: to sign and to send one takes a tenth of a millisecond, and those of
 * 1,000 accounts at once would let nothing else through.
 */
const startsPerTurn = 8;

/** Of one account, those that it has and those that it waits for. */
interface Line {
  used: number;
  readonly waiting: ((connection: Connection) => void)[];
}

/**
 * Bounds the connections to a host and has its accounts share them: an account may have as many as are free, so that there is
 * always one left for whoever has none, however many hang. Those who wait take turns by account.
 *
 * @param most connections at once
 * @returns what each account can have, to be called once for each
 */
export function shareConnections(most: number): () => AccountConnections {
  let free = most;
  let started = 0;
  /** Accounts that wait, the one first whose turn it is. */
  const lines = new Set<Line>();

  const mayStart = (line: Line) => started < startsPerTurn && line.used < free;

  function start(line: Line): Connection {
    free -= 1;
    line.used += 1;
    if (started === 0) setImmediate(beginTurn);
    started += 1;
    let isGivenBack = false;
    return {
      giveBack() {
        if (isGivenBack) return;
        isGivenBack = true;
        free += 1;
        line.used -= 1;
        serve();
      },
    };
  }

  function beginTurn(): void {
    started = 0;
    serve();
  }

  /** Whoever may have none yet, because it has many, keeps its place. */
  function serve(): void {
    for (const line of lines) {
      if (started === startsPerTurn || free === 0) return;
      if (!mayStart(line)) continue;
      lines.delete(line);
      const next = line.waiting.shift();
      if (line.waiting.length > 0) lines.add(line);
      next?.(start(line));
    }
  }

  return () => {
    const line: Line = { used: 0, waiting: [] };
    return {
      take: () => (line.waiting.length === 0 && mayStart(line) ? start(line) : null),
      wait: () =>
        new Promise((resolve) => {
          line.waiting.push(resolve);
          lines.add(line);
          serve();
        }),
    };
  };
}
