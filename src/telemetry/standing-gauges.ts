import { Gauge, type Registry } from 'prom-client';
import type { RedisStanding } from '../accounts/share-budgets.ts';
import type { CallersStanding } from '../callers/callers.ts';
import type { FileStanding } from '../settings/follow-file.ts';

export interface Standing {
  /** Null where nothing is shared. */
  readonly redis: () => RedisStanding | null;
  /** Null where everybody may ask. */
  readonly callers: () => CallersStanding | null;
  /** Why no queries are to be sent; null while they are. */
  readonly unready: () => string | null;
}

const standings: readonly RedisStanding['standing'][] = ['shared', 'alone', 'silent'];

/** @returns how to have the gauges show how everything but the accounts is by now */
export function createStandingGauges(
  registry: Registry,
  reasons: readonly string[],
): (standing: Standing, files: readonly FileStanding[]) => void {
  const gauge = <Label extends string = never>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
  ) => new Gauge({ name: `okx_gateway_${name}`, help, labelNames, registers: [registry] });

  const unready = gauge('unready', '1 for the reason for which no queries are to be sent here.', [
    'reason',
  ]);
  const redis = gauge(
    'redis_standing',
    '1 for what the gateway goes by: shared is the record in Redis, alone its own part of the limits, silent nothing. There with REDIS_URL.',
    ['standing'],
  );
  const closed = gauge(
    'redis_closed_seconds',
    'How long Redis will give no leases, because it may have forgotten some. There with REDIS_URL.',
  );
  const callers = gauge('callers', 'Callers of CALLERS_FILE. There with callers.');
  const keys = gauge(
    'issuer_keys',
    'Keys that JWTs are checked with. There with an issuer of JWTs.',
  );
  const unread = gauge(
    'issuer_keys_unread',
    '1 while the keys of the issuer of JWTs could not be read the last time. There with an issuer of JWTs.',
  );
  const refused = gauge(
    'file_refused',
    '1 while the file or folder of a setting cannot be used as it is now, and is used as it was. There for each that is read again.',
    ['setting'],
  );

  return (sources, files) => {
    for (const several of [redis, refused]) several.reset();
    // One without labels would show 0 where there is nothing that it could tell.
    for (const single of [closed, callers, keys, unread]) single.remove();
    const reason = sources.unready();
    for (const one of reasons) unready.set({ reason: one }, Number(one === reason));
    const present = sources.redis();
    if (present) {
      for (const standing of standings) {
        redis.set({ standing }, Number(standing === present.standing));
      }
      closed.set(present.closedForMs / 1_000);
    }
    const known = sources.callers();
    if (known) callers.set(known.named);
    if (known?.jwt) {
      keys.set(known.jwt.keys);
      unread.set(Number(known.jwt.trouble !== null));
    }
    for (const file of files) {
      refused.set({ setting: file.setting }, Number(file.refused !== null));
    }
  };
}
