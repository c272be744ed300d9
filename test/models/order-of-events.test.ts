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
});

const bugs: readonly SeededBug[] = [
  {
    claim: 'a request mixes its accounts',
    complaint: /row of another/,
    file: 'loading/request-loader.ts',
    edits: [
      [
        'JSON.stringify([accountId, endpoint.name, lane.id])',
        'JSON.stringify([endpoint.name, lane.id])',
      ],
    ],
  },
  {
    claim: 'keys of calls with different parameters travel together',
    complaint: /row of another|nobody wants/,
    file: 'loading/queue/lane.ts',
    edits: [['JSON.stringify([by, Object.entries(params)])', 'JSON.stringify([by])']],
  },
  {
    claim: 'a call takes a key too many',
    complaint: /too many keys/,
    file: 'loading/queue/next-call.ts',
    edits: [['.slice(0, next.lane.max)', '.slice(0, next.lane.max + 1)']],
  },
  {
    claim: 'a call is made although its last client left while the lease was being had',
    complaint: /nobody wants/,
    file: 'loading/sender.ts',
    edits: [
      [
        'this.#hasNext() ? queue.take(shares, charges) : undefined',
        'queue.take(shares, charges) ?? { asks: [], call: { sentAt: this.#parts.clock.now() } }',
      ],
    ],
  },
  {
    claim: 'what is asked again after a pause waits for somebody else to have it sent',
    complaint: /never answered/,
    file: 'loading/faults/recovery.ts',
    edits: [['queue.requeue(again);\n      this.#pump();', 'queue.requeue(again);']],
  },
  {
    claim: 'a key waits for a whole answer that has come without it',
    complaint: /never answered/,
    file: 'loading/queue/whole-answers.ts',
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
    edits: [['    else lease.end();\n', "    else if (!('error' in outcome)) lease.end();\n"]],
  },
  {
    claim: 'the lease of a call that was given up is free before it can have come',
    complaint: /over the limit/,
    file: 'loading/sender.ts',
    edits: [['lease.giveUp();', 'lease.end();']],
  },
  {
    claim: 'a lease is free again a window after its call was sent',
    complaint: /over the limit/,
    file: 'loading/sender.ts',
    edits: [
      ['const outcome = await makeCall(', 'lease.end();\n    const outcome = await makeCall('],
    ],
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
    edits: [['this.#wake = this.#parts.clock.after(Math.ceil(inMs), this.pump);', '']],
  },
  {
    claim: 'who wants nothing old joins a call that has just been sent',
    complaint: /too old/,
    file: 'loading/queue/ask.ts',
    edits: [['sentAt > freshAfter', 'sentAt >= freshAfter']],
  },
  {
    claim: 'a whole answer serves those who came too late for it',
    complaint: /too old/,
    file: 'loading/queue/whole-answers.ts',
    edits: [['({ freshAfter }) => isFresh(whole, freshAfter)', '() => true']],
  },
  {
    claim: 'a whole answer that was to be forgotten serves keys',
    complaint: /to be forgotten/,
    file: 'loading/queue/queue.ts',
    edits: [['ask.key === WHOLE && Number(ask.sentAt) > forgottenAt', 'ask.key === WHOLE']],
  },
  {
    claim: 'an ask that is sent again replaces the one that waits',
    complaint: /never answered/,
    file: 'loading/queue/queue.ts',
    edits: [['if (newer) absorb(ask, newer);', '']],
  },
  {
    claim: 'an ask that is sent again does not know those who joined meanwhile',
    complaint: /nobody wants|after the deadline/,
    file: 'loading/queue/waiters.ts',
    edits: [['  waiter.ask = ask;\n', '']],
  },
  {
    claim: 'who leaves takes along what others wait for',
    complaint: /never answered/,
    file: 'loading/queue/queue.ts',
    edits: [['if (ask.waiters.size === 0 && waiting', 'if (waiting']],
  },
  {
    claim: 'who leaves takes nothing along',
    complaint: /nobody wants/,
    file: 'loading/dispatcher.ts',
    edits: [['      queue.abandon(ask);\n', '']],
  },
  {
    claim: 'an account that is told to forget still lets others join',
    complaint: /to be forgotten/,
    file: 'loading/queue/queue.ts',
    edits: [['    this.#sent.clear();\n', '']],
  },
  {
    claim: 'a fault is kept for those who ask later',
    complaint: /the error of another time/,
    file: 'loading/queue/queue.ts',
    edits: [['GatewayError): void {\n    this.#drop(asks);', 'GatewayError): void {']],
  },
  {
    claim: 'the deadline is not kept',
    complaint: /after the deadline|never answered/,
    file: 'loading/patience.ts',
    edits: [['clock.after(leftMs,', 'clock.after(1 + leftMs,']],
  },
];

describe('the property fails when', () => {
  testSeededBugs(bugs, {
    propertyOf: async (src) => laneProperty(await loadLoading(src)),
    runs: { seed, numRuns: 20_000 },
  });
});
