// What there is beside accounts: Redis, callers, files, the process, settings.
// @ts-check
/** @import { Status } from '../status.ts' */
import { element } from './dom.js';
import { clockOf, grouped, inWords } from './words.js';

const redisWords = {
  shared: 'Answers: the limits are shared',
  alone: 'Cannot be used: this gateway goes by its own part of the limits',
  silent: 'Cannot be used: no calls are made',
};

/**
 * @param {Status} status
 * @param {number} now in milliseconds since 1970
 */
export function aboutList({ redis, callers, files, gateway, settings }, now) {
  /** @param {string} date */
  const ago = (date) => `${inWords(now - Date.parse(date))} ago, ${clockOf(date, now)}`;
  const { loopDelayMs: late } = gateway;
  return element(
    'dl',
    { id: 'about' },
    part('Redis', redis ? redisLines(redis, ago) : ['None: the limits are not shared']),
    part('Callers', callers ? callerLines(callers, ago) : ['Everybody who reaches the port']),
    part(
      'Files',
      files.length === 0
        ? ['None is read again']
        : files.map(({ setting, readAt, trouble }) =>
            trouble === null
              ? `${setting}: read ${ago(readAt)}`
              : `${setting}: refused ${ago(trouble.at)}; in use is what was read ${ago(readAt)}`,
          ),
    ),
    part('Process', [
      `Started ${ago(gateway.startedAt)}`,
      `Version ${gateway.version}, Node ${gateway.node}`,
      `Event loop late by ${late.p50} ms (p99 ${late.p99}, most ${grouped(late.max)})`,
    ]),
    part('Settings', [
      `Answers are used for ${settings.maxAgeMs} ms`,
      `Queries wait up to ${grouped(settings.maxWaitMs)} ms for a call, ${grouped(settings.deadlineMs)} ms in all`,
      settings.maxCalls === null
        ? 'A query may take any number of calls'
        : `A query may take ${grouped(settings.maxCalls)} calls`,
    ]),
  );
}

/**
 * @param {string} name
 * @param {readonly string[]} lines
 */
function part(name, lines) {
  return element(
    'div',
    {},
    element('dt', {}, name),
    ...lines.map((line) => element('dd', {}, line)),
  );
}

/**
 * @param {NonNullable<Status['redis']>} redis
 * @param {(date: string) => string} ago
 */
function redisLines({ standing, since, closedForMs, partEndsAt, replicas, trouble }, ago) {
  return [
    redisWords[standing],
    `So since ${ago(since)}`,
    `Among ${replicas} gateways (REPLICAS)`,
    ...(partEndsAt ? [`No calls from ${partEndsAt.slice(11, 19)} UTC on`] : []),
    ...(closedForMs > 0 ? [`Gives leases in ${inWords(closedForMs)}`] : []),
    ...(trouble ? [`Last trouble ${ago(trouble.at)}: ${trouble.reason}`] : []),
  ];
}

/**
 * @param {NonNullable<Status['callers']>} callers
 * @param {(date: string) => string} ago
 */
function callerLines({ named, jwt }, ago) {
  if (jwt === null) return [`${grouped(named)} of the file`, 'No issuer of JWTs'];
  return [
    `${grouped(named)} of the file`,
    jwt.readAt === null
      ? 'JWTs: no keys of the issuer yet'
      : `JWTs: ${jwt.keys} keys, read ${ago(jwt.readAt)}`,
    ...(jwt.trouble ? [`Not read ${ago(jwt.trouble.at)}: ${jwt.trouble.reason}`] : []),
  ];
}
