import type { Caller } from '../callers/caller.ts';
import { type Check, type Found as Asker, isRefusal } from '../callers/refusal.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { SubscriptionEnd } from '../telemetry/telemetry.ts';
import type { Cancel, Clock } from '../time/clock.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import { createPaces } from './paces.ts';
import { createWatch, type Look, type Watch } from './watch.ts';

/** What is subscribed to. */
export interface Selection {
  /** The same for all that are to be given the same, of callers with the same rights. */
  readonly id: string;
  /** How many fields one answer may hold. */
  readonly fields: number;
}

/** One who subscribes. */
export interface Subscriber {
  readonly caller: Caller;
  /** Who that is by now: rights can be taken away. */
  readonly identify: () => Asker | Check;
  /** Told once, when its stream is over. */
  readonly onEnd: (by: SubscriptionEnd['by']) => void;
}

export interface Watches<Answer> {
  /**
   * Subscribes.
   *
   * @param look how it is looked at, where nobody does so far
   * @throws GatewayError `TOO_MANY_SUBSCRIPTIONS`
   */
  subscribe(
    what: Selection,
    look: Look<Answer>,
    subscriber: Subscriber,
  ): AsyncIterableIterator<Answer>;
  /** Has all find out whether they still may: those who may ask have changed. */
  recheck(): void;
  /** Gives nobody who comes from now on what was found before: that is of other accounts. */
  forget(): void;
  /** Ends all streams, and each that comes with its first answer. */
  end(): void;
}

interface WatchesParts<Answer> {
  readonly clock: Clock;
  /** Most subscriptions of one caller. */
  readonly most: number;
  readonly isSame: (one: Answer, other: Answer) => boolean;
  /** The last answer of one who may ask no more. */
  readonly refused: (error: GatewayError) => Answer;
}

interface Subscription<Answer> extends Subscriber {
  readonly id: string;
  readonly fields: number;
  readonly mailbox: Mailbox<Answer>;
  readonly watch: Watch<Answer>;
}

/** Fields of all selections that are looked at for one caller: what is kept of each takes some 100 bytes, until the next look. */
const mostFields = 500_000;
/** How often it is looked whether callers still may, in milliseconds: tokens of an issuer end by themselves. */
const recheckEveryMs = 1_000;

export function createWatches<Answer>({
  clock,
  most,
  isSame,
  refused,
}: WatchesParts<Answer>): Watches<Answer> {
  const watches = new Map<string, Watch<Answer>>();
  const subscriptions = new Map<Mailbox<Answer>, Subscription<Answer>>();
  /** By the ids of callers. */
  const counts = new Map<string, number>();
  const fieldsOf = new Map<string, number>();
  const paces = createPaces(clock);
  let cancelRecheck: Cancel | null = null;
  let isEnding = false;

  function watchOf(id: string, look: Look<Answer>, putOff: () => number): Watch<Answer> {
    const known = watches.get(id);
    if (known) return known;
    const lookOnce: Look<Answer> = async (turn, leaving) => {
      const found = await look(turn, leaving);
      return isEnding ? { ...found, watched: null } : found;
    };
    const watch = createWatch(lookOnce, {
      clock,
      isSame,
      putOff,
      onOver() {
        for (const one of subscriptions.values()) if (one.watch === watch) end(one, 'result');
      },
    });
    watches.set(id, watch);
    return watch;
  }

  function end(subscription: Subscription<Answer>, by: SubscriptionEnd['by']): void {
    const { id, fields, mailbox, watch, caller, onEnd } = subscription;
    if (!subscriptions.delete(mailbox)) return;
    if (watch.remove(mailbox) && watches.delete(id)) count(fieldsOf, caller, -fields);
    if (count(counts, caller, -1) === 0) paces.forget(caller.id);
    mailbox.end();
    onEnd(by);
    if (subscriptions.size > 0) return;
    cancelRecheck?.();
    cancelRecheck = null;
  }

  function count(sums: Map<string, number>, { id }: Caller, more: number): number {
    const sum = (sums.get(id) ?? 0) + more;
    if (sum > 0) sums.set(id, sum);
    else sums.delete(id);
    return sum;
  }

  async function recheckOne(subscription: Subscription<Answer>): Promise<void> {
    const { mailbox, caller, identify } = subscription;
    const found = identify();
    // What goes wrong with finding it out is no sign of anything: in a second, it is tried again.
    const present = typeof found === 'function' ? await found().catch(() => caller) : found;
    if (!isRefusal(present)) {
      // Whoever asks again gets what it may read by now.
      if (rightsOf(present) !== rightsOf(caller)) end(subscription, 'rights');
    } else if (present.status !== unknownForNow) {
      mailbox.put(refused(present.error));
      end(subscription, 'rights');
    }
  }

  function recheck(): void {
    for (const one of subscriptions.values()) void recheckOne(one);
  }

  function recheckLater(): void {
    cancelRecheck ??= clock.after(recheckEveryMs, () => {
      cancelRecheck = null;
      recheck();
      if (subscriptions.size > 0) recheckLater();
    });
  }

  return {
    subscribe(what, look, subscriber) {
      const { caller } = subscriber;
      if ((counts.get(caller.id) ?? 0) >= most) throw tooOften(most);
      const id = `${rightsOf(caller)}\n${what.id}`;
      const mailbox = createMailbox<Answer>(() => end(subscription, 'client'));
      if (!watches.has(id)) {
        if ((fieldsOf.get(caller.id) ?? 0) + what.fields > mostFields) throw tooMuch();
        count(fieldsOf, caller, what.fields);
      }
      const watch = watchOf(id, look, () => paces.take(caller.id, what.fields));
      const subscription = { ...subscriber, id, fields: what.fields, mailbox, watch };
      subscriptions.set(mailbox, subscription);
      count(counts, caller, 1);
      watch.add(mailbox);
      recheckLater();
      return mailbox.reading;
    },
    recheck,
    forget() {
      for (const watch of watches.values()) watch.forget();
    },
    end() {
      isEnding = true;
      for (const one of subscriptions.values()) end(one, 'gateway');
    },
  };
}

/** The keys of an issuer cannot be had for the moment: that is no sign of anything. */
const unknownForNow = 503;

const rights = new WeakMap<Caller, string>();

function rightsOf(caller: Caller): string {
  const { id, via, accountIds, weight, mayExplore } = caller;
  const known = rights.get(caller) ?? JSON.stringify([id, via, accountIds, weight, mayExplore]);
  rights.set(caller, known);
  return known;
}

const tooMany = (message: string) => new GatewayError('TOO_MANY_SUBSCRIPTIONS', message);

const tooMuch = () =>
  tooMany(
    `Your subscriptions select more than ${mostFields} fields, and no more than that are looked at for one caller. End some, or select less.`,
  );

const tooOften = (most: number) =>
  tooMany(
    `You have ${most} subscriptions open, and no more than that are given to one caller. End some, or have several parts of a page share one.`,
  );
