import { createClient, ErrorReply } from '@redis/client';
import { leaseScript } from './lease-script.ts';

/** A Redis, or anything that speaks its protocol and runs its scripts, such as Valkey. */
export interface Redis {
  /** Runs the script of leases; rejects at once while there is no connection. */
  run(keys: readonly string[], args: readonly string[]): Promise<unknown>;
  /** Drops a connection that does not answer: a host that vanished closes none. */
  reconnect(): void;
  /** Ends the connection; nothing is waited for. */
  close(): void;
}

/** After a connection was lost, a new one is tried so soon, and each time after twice as long. */
const reconnectAfterMs = 100;
const reconnectEveryMs = 1_000;
const connectWithinMs = 1_000;
/** Who is no Redis may say very much. */
const maxReason = 200;

/**
 * Connects, and keeps trying to.
 *
 * @param url such as `redis://user:password@host:6379/0`, with `rediss:` over TLS
 * @param onTrouble told why Redis is of no use, each time that it is found to be so
 */
export function connectRedis(url: string, onTrouble: (reason: string) => void): Redis {
  /** Since it was connected last. */
  let wasTold = false;

  function note(error: unknown): void {
    wasTold = true;
    onTrouble(reasonOf(error));
  }

  function connect() {
    const made = createClient({
      url,
      scripts: { leases: leaseScript },
      // A lease that comes late is of no use, so nothing is kept for when there is a connection.
      disableOfflineQueue: true,
      disableClientInfo: true,
      maintNotifications: 'disabled',
      socket: {
        reconnectStrategy: (tries) => Math.min(reconnectAfterMs * 2 ** tries, reconnectEveryMs),
        connectTimeout: connectWithinMs,
      },
    });
    made.on('error', note);
    // Whatever goes wrong is told by the event as well.
    made.connect().catch(() => {});
    return made;
  }

  let client = connect();
  const drop = () => client.isOpen && client.destroy();
  return {
    async run(keys, args) {
      try {
        return await client.leases(keys, args);
      } catch (error) {
        // Such as that it is out of memory, or that it may only be read.
        if (error instanceof ErrorReply) note(error);
        throw error;
      }
    },
    reconnect() {
      // One that hangs, or is behind a way on which everything is lost, makes no error.
      if (!wasTold) onTrouble('no answer');
      wasTold = false;
      drop();
      client = connect();
    },
    close: () => void drop(),
  };
}

/** The code of a network error, since its message holds an address; else what Redis says, or why what it says is none of Redis. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string'
    ? error.code
    : error.message.slice(0, maxReason);
}
