import fc from 'fast-check';
import { describe, test } from 'vitest';
import { laneProperty } from '../support/order-of-events-property.ts';
import { loadLoading } from '../support/loading-world.ts';
import { type SeededBug, testSeededBugs } from '../support/seeded-bugs.ts';

const seed = 20_261_122;
const loading = await loadLoading(new URL('../../src/', import.meta.url));

test('in none of 100 000 orders of events is a row foreign, a waiter lost, or a call made that nobody waits for', async () => {
  const { stackTraceLimit } = Error;
  // The traces of all the errors that clients get would take a third of the time.
  Error.stackTraceLimit = 0;
  await fc.assert(laneProperty(loading), { seed, numRuns: 100_000 }).finally(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });
}, 300_000);

const bugs: readonly SeededBug[] = [
  {
    claim: 'a request mixes its accounts',
    complaint: /row of another/,
    file: 'loading/request-loader.ts',
    edits: [['JSON.stringify([accountId, endpoint.name,', 'JSON.stringify([endpoint.name,']],
  },
  {
    claim: 'keys of different contexts share a lane',
    complaint: /row of another|nobody wants/,
    file: 'loading/lane-spec.ts',
    edits: [['JSON.stringify([by, Object.entries(context)])', 'JSON.stringify([by])']],
  },
  {
    claim: 'a call takes a key too many',
    complaint: /too many keys/,
    file: 'loading/turns.ts',
    edits: [['.slice(0, max)', '.slice(0, max + 1)']],
  },
  {
    claim: 'a call is made although its last client left while the lease was being had',
    complaint: /nobody wants/,
    file: 'loading/sender.ts',
    edits: [
      ['while (nextToSend()) {', 'for (let next = nextToSend(); next; next = nextToSend()) {'],
      [
        '      const next = nextToSend();\n      if (!next) {\n        lease.giveBack();\n        return;\n      }\n',
        '',
      ],
    ],
  },
  {
    claim: 'what is asked again after a pause waits for somebody else to have it sent',
    complaint: /never answered/,
    file: 'loading/recovery.ts',
    edits: [['lane.requeue(again);\n      pump();', 'lane.requeue(again);']],
  },
  {
    claim: 'a key waits for a whole answer that has come without it',
    complaint: /never answered/,
    file: 'loading/lane.ts',
    edits: [['last && !last.answer && last', 'last && last']],
  },
  {
    claim: 'a lease that was not needed is lost',
    complaint: /a lease never came back/,
    file: 'loading/sender.ts',
    edits: [['lease.giveBack();', '']],
  },
  {
    claim: 'the lease of a call that failed is lost',
    complaint: /a lease never came back/,
    file: 'loading/sender.ts',
    edits: [['    lease.end();\n', "    if (!('error' in outcome)) lease.end();\n"]],
  },
  {
    claim: 'a lease is free again a window after its call was sent',
    complaint: /over the limit/,
    file: 'loading/sender.ts',
    edits: [['const outcome = await call(', 'lease.end();\n    const outcome = await call(']],
  },
  {
    claim: 'two pumps run at once',
    complaint: /two leases asked for at once/,
    file: 'loading/one-at-a-time.ts',
    edits: [['if (!running) void run();', 'void run();']],
  },
  {
    claim: 'the pump does not come back for what had to wait',
    complaint: /never answered/,
    file: 'loading/sender.ts',
    edits: [['wake = clock.after(Math.ceil(Math.max(holdMs, budget.waitFor(1))), pump);', '']],
  },
  {
    claim: 'who wants nothing old joins a call that has just been sent',
    complaint: /too old/,
    file: 'loading/lane.ts',
    edits: [['return ask.sentAt > freshAfter;', 'return ask.sentAt >= freshAfter;']],
  },
  {
    claim: 'a whole answer serves those who came too late for it',
    complaint: /too old/,
    file: 'loading/lane.ts',
    edits: [['({ freshAfter }) => isFresh(whole, freshAfter)', '() => true']],
  },
  {
    claim: 'an ask that is sent again replaces the one that waits',
    complaint: /never answered/,
    file: 'loading/lane.ts',
    edits: [['if (newer) absorb(ask, newer);', '']],
  },
  {
    claim: 'an ask that is sent again does not know those who joined meanwhile',
    complaint: /nobody wants|after the deadline/,
    file: 'loading/ask.ts',
    edits: [['    waiter.ask = ask;\n', '']],
  },
  {
    claim: 'an ask is sent again although all have left',
    complaint: /nobody wants/,
    file: 'loading/lane.ts',
    edits: [['if (ask.waiters.size > 0) waiting.set', 'waiting.set']],
  },
  {
    claim: 'who leaves takes along what others wait for',
    complaint: /never answered/,
    file: 'loading/lane.ts',
    edits: [['if (ask.waiters.size === 0 && waiting', 'if (waiting']],
  },
  {
    claim: 'who leaves takes nothing along',
    complaint: /nobody wants/,
    file: 'loading/dispatcher.ts',
    edits: [['    lane.abandon(ask);\n', '']],
  },
  {
    claim: 'a lane is forgotten under a call',
    complaint: /never answered/,
    file: 'loading/lane.ts',
    edits: [['waiting.size + sent.size + out.size === 0', 'waiting.size === 0']],
  },
  {
    claim: 'a lane that was told to forget is forgotten under a call',
    complaint: /never answered/,
    file: 'loading/lane.ts',
    edits: [['sent.size + out.size === 0', 'sent.size === 0']],
  },
  {
    claim: 'a lane that is told to forget still lets others join',
    complaint: /to be forgotten/,
    file: 'loading/lane.ts',
    edits: [['for (const ask of out) ask.sentAt = -Infinity;', '']],
  },
  {
    claim: 'a fault is kept for those who ask later',
    complaint: /the error of another time/,
    file: 'loading/lane.ts',
    edits: [['for (const ask of asks) if (sent.get(ask.key) === ask) sent.delete(ask.key);', '']],
  },
  {
    claim: 'the deadline is not kept',
    complaint: /after the deadline|never answered/,
    file: 'loading/patience.ts',
    edits: [['cancel = clock.after(', 'cancel = clock.after(1 + ']],
  },
];

describe('the property fails when', () => {
  testSeededBugs(bugs, {
    propertyOf: async (src) => laneProperty(await loadLoading(src)),
    runs: { seed, numRuns: 20_000 },
  });
});
