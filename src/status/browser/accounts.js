// The accounts, worst first, each with what is left of its limits.
// @ts-check
/** @import { AccountStatus } from '../account-status.ts' */
/** @import { Status } from '../status.ts' */
import { element } from './dom.js';
import { clockOf, grouped, inWords } from './words.js';

/** @type {Record<AccountStatus['state'], string>} */
const stateWords = {
  stopped: 'Stopped',
  failing: 'Failing',
  held: 'No leases',
  waiting: 'Busy',
  well: 'Well',
  untried: 'Not asked yet',
};

/** A limit of more calls is drawn with so many parts. */
const maxParts = 20;

/**
 * @param {Status['accounts']} accounts
 * @param {number} now in milliseconds since 1970
 */
export function accountList({ list }, now) {
  return element('ul', { id: 'list' }, ...list.map((account) => accountItem(account, now)));
}

/** @param {Status['accounts']} accounts */
export function accountCounts({ states, total, found, list }) {
  const counts = Object.entries(states).filter(([, count]) => count > 0);
  const shown =
    list.length === found
      ? found === total
        ? ''
        : `${grouped(found)} of ${grouped(total)} found`
      : `the worst ${grouped(list.length)} of ${grouped(found)} are shown`;
  return element(
    'p',
    { id: 'counts' },
    ...counts.map(([state, count]) =>
      element(
        `span.tag.${state}`,
        {},
        `${grouped(count)} ${stateWords[/** @type {AccountStatus['state']} */ (state)].toLowerCase()}`,
      ),
    ),
    element('span.quiet', {}, shown),
  );
}

/**
 * @param {AccountStatus} account
 * @param {number} now
 */
function accountItem(account, now) {
  const { id, host, demo, state, stop, failing, budgets } = account;
  return element(
    `li.account.${state}`,
    { 'data-key': id },
    element(
      'div.head',
      {},
      element(`span.tag.${state}`, {}, stateWords[state]),
      element('h3', {}, id),
      element('span.quiet', {}, host, demo ? ' · demo' : ''),
    ),
    stop
      ? element(
          'p.why',
          {},
          `${sentence(stop.reason, stop.exchangeCode ?? stop.cause ?? stop.code)} `,
          ...since(stop.since, now),
          ` ${nextTry(stop)}`,
        )
      : null,
    ...(stop ? [] : failing).map((one) =>
      element(
        'p.why',
        {},
        `${one.endpoint}: ${sentence(one.reason, one.exchangeCode ?? one.cause ?? one.code)} `,
        ...since(one.since, now),
      ),
    ),
    element('p.quiet', {}, ...lastCall(account, now)),
    budgets.length > 0 ? element('ul.budgets', {}, ...budgets.map(budgetItem)) : null,
  );
}

/**
 * `For 3 min, since 02:14:07 UTC.`
 *
 * @param {string} date
 * @param {number} now
 */
export function since(date, now) {
  const time = element('time', { datetime: date }, clockOf(date, now));
  return [`For ${inWords(now - Date.parse(date))}, since `, time, '.'];
}

/** @param {NonNullable<AccountStatus['stop']>} stop */
function nextTry({ nextTryInMs, trying }) {
  if (trying) return 'A call is trying now.';
  if (nextTryInMs > 0) return `It may be tried again in ${Math.ceil(nextTryInMs / 1_000)} s.`;
  return 'The next query tries it again.';
}

/**
 * @param {AccountStatus} account
 * @param {number} now
 */
function lastCall({ lastCall: last, lastAnsweredAt, failures, failing, stop }, now) {
  if (!last) return ['No call was made yet.'];
  if (lastAnsweredAt === null) return [`No call was answered yet; ${grouped(failures)} failed.`];
  const answered = [
    `Last answered ${inWords(now - Date.parse(lastAnsweredAt))} ago, `,
    element('time', { datetime: lastAnsweredAt }, clockOf(lastAnsweredAt, now)),
  ];
  if (failures === 0) return answered;
  // What stands above is not said again.
  const isSaid = stop !== null || failing.length > 0;
  const reason = isSaid
    ? ''
    : `: ${sentence(last.reason ?? '', last.exchangeCode ?? last.cause ?? last.outcome)}`;
  return [...answered, `; since then ${grouped(failures)} failed${reason}`];
}

/**
 * @param {string} text
 * @param {string} code
 */
const sentence = (text, code) => `${text.replace(/\.$/, '')} (${code}).`;

/** @param {AccountStatus['budgets'][number]} budget */
function budgetItem({ endpoint, limit, inUse, waiting, nextFreeInMs, windowMs }) {
  const parts = Math.min(limit, maxParts);
  const used = Math.ceil((Math.min(inUse, limit) / limit) * parts);
  const left = limit - inUse;
  return element(
    `li.budget${left <= 0 ? '.full' : ''}`,
    { 'data-key': endpoint },
    element('span', {}, endpoint),
    element(
      'span.bar',
      {
        role: 'meter',
        'aria-label': `${endpoint}: calls in use, in ${inWords(windowMs)}`,
        'aria-valuemin': '0',
        'aria-valuemax': String(limit),
        'aria-valuenow': String(inUse),
      },
      ...Array.from({ length: parts }, (_, part) => element(part < used ? 'i.on' : 'i', {})),
    ),
    element('span.figure', {}, `${inUse} of ${limit}`),
    element(
      'span.quiet',
      {},
      waiting > 0 ? `${grouped(waiting)} waiting, ` : '',
      nextFreeInMs !== null && left > 0 ? `${left} free` : freeIn(nextFreeInMs),
    ),
  );
}

/** @param {number | null} ms */
const freeIn = (ms) =>
  ms === null ? 'no leases while Redis is silent' : `free in ${(ms / 1_000).toFixed(1)} s`;
