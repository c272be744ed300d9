// The status as a page: asks for it once a second, and says when it is not answered.
// @ts-check
/** @import { Status } from '../status.ts' */
import { aboutList } from './about.js';
import { accountCounts, accountList, since } from './accounts.js';
import { become, element } from './dom.js';
import { clockOf, inWords } from './words.js';

const everyMs = 1_000;
/** What is not answered by then is asked again. */
const patienceMs = 3_000;
/** When a question has had no answer for so long, nor those after it, there is no contact. */
const silenceMs = 3_000;
/** Accounts beside which nobody needs to look for one. */
const fewAccounts = 10;

const verdicts = {
  well: { word: 'Well', mark: '✓' },
  impaired: { word: 'Impaired', mark: '!' },
  down: { word: 'Down', mark: '✕' },
  ending: { word: 'Ending', mark: '…' },
  lost: { word: 'No contact', mark: '?' },
};

/** @param {string} id */
function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no ${id}.`);
  return found;
}

const find = /** @type {HTMLInputElement} */ (byId('find'));

/** @type {Status} */
let status = JSON.parse(byId('status-data').textContent ?? '');
let heardAt = performance.now();
/** @type {number | null} */
let unansweredSince = null;

function show() {
  const present = performance.now();
  const silentMs = present - heardAt;
  // A browser lets a page that nobody sees ask less often.
  const isLost = unansweredSince !== null && present - unansweredSince > silenceMs;
  // By the gateway's clock: that of this machine may be another one. Without contact, nobody knows how long it goes on.
  const now = Date.parse(status.at) + (isLost ? 0 : silentMs);
  const verdict = isLost ? 'lost' : status.verdict;
  const { word, mark } = verdicts[verdict];
  document.title = `${word} · OKX account gateway`;
  document.body.className = verdict;
  become(
    byId('verdict'),
    element(
      'section',
      { id: 'verdict', 'aria-label': 'Verdict' },
      element(
        'p.word',
        { role: 'status' },
        element('span.mark', { 'aria-hidden': 'true' }, mark),
        ` ${word}`,
      ),
      ...(isLost ? [element('p.headline', {}, lost(silentMs))] : inShort(status, now)),
    ),
  );
  become(byId('problems'), problemList(status, now, verdict !== status.verdict));
  become(byId('list'), accountList(status.accounts, now));
  become(byId('counts'), accountCounts(status.accounts));
  become(byId('about'), aboutList(status, now));
  byId('search').hidden = status.accounts.total <= fewAccounts;
  byId('contact').textContent = isLost
    ? `No contact for ${inWords(silentMs)}`
    : `Live, ${clockOf(status.at, now)}`;
}

/** @param {number} silentMs */
const lost = (silentMs) =>
  `The gateway has not answered this page for ${inWords(silentMs)}. What stands below was so at ${clockOf(status.at, Date.parse(status.at))}.`;

/**
 * The worst in large letters, since when it is so, and how much more there is.
 *
 * @param {Status} status
 * @param {number} now
 */
function inShort({ verdict, summary, problems: [worst, ...others] }, now) {
  if (!worst || verdict === 'ending') return [element('p.headline', {}, summary)];
  return [
    element('p.headline', {}, `${worst.headline}.`),
    element('p.text', {}, `${worst.text} `, ...(worst.since ? since(worst.since, now) : [])),
    others.length > 0 ? element('p.text', {}, `And ${others.length} more to look at:`) : null,
  ];
}

/**
 * The others, where the worst is in the verdict.
 *
 * @param {Status} status
 * @param {number} now
 * @param {boolean} isLost
 */
function problemList({ verdict, problems }, now, isLost) {
  const [worst, others] =
    isLost || verdict === 'ending' ? [undefined, problems] : [problems[0], problems.slice(1)];
  return element(
    'ul',
    { id: 'problems', 'aria-label': 'More to look at' },
    ...others.map(({ headline, text, since: date }, index) =>
      element(
        'li',
        {},
        // Accounts that are stopped for different reasons are counted once.
        headline === (others[index - 1] ?? worst)?.headline
          ? null
          : element('b', {}, `${headline}. `),
        `${text} `,
        ...(date ? since(date, now) : []),
      ),
    ),
  );
}

/** What is asked for meanwhile is not shown any more when it comes. */
let asked = 0;

async function ask() {
  asked += 1;
  const mine = asked;
  unansweredSince ??= performance.now();
  try {
    const answer = await fetch(`status?find=${encodeURIComponent(find.value)}`, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(patienceMs),
    });
    if (!answer.ok) return;
    /** @type {Status} */
    const told = await answer.json();
    if (mine !== asked) return;
    status = told;
    heardAt = performance.now();
    unansweredSince = null;
  } catch {
    // That there was none shows by the time that has passed.
  } finally {
    show();
  }
}

async function follow() {
  await ask();
  setTimeout(() => void follow(), everyMs);
}

find.addEventListener('input', () => void ask());
document.addEventListener('visibilitychange', () => void ask());
// While an answer is waited for, too, it shows how long that has been.
setInterval(show, everyMs);
show();
setTimeout(() => void follow(), everyMs);
