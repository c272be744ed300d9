import { createHeldRows } from '../live/held-rows.ts';
import { createPatching } from '../live/patches.ts';
import { mapStream } from '../live/map-stream.ts';
import type { Look } from '../live/watch.ts';
import { createWatches, type Subscriber, type Watches } from '../live/watches.ts';
import type { Execute } from '../execution/execution.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { Clock } from '../time/clock.ts';
import type { Answer } from './answer.ts';
import { dropSuggestions } from './explore-limit.ts';
import type { HeaderOptions } from './header-options.ts';
import type { Params } from './incoming.ts';
import type { Asked, Serve, Served } from './serve.ts';
import { type Asking, whoAsks } from './told-operation.ts';

interface SubscriptionsParts {
  readonly clock: Clock;
  /** Most of one caller. */
  readonly most: number;
  readonly telemetry: Pick<
    Required<Telemetry>,
    'subscriptionStarted' | 'subscriptionAnswered' | 'subscriptionEnded'
  >;
  readonly serve: Serve;
  readonly answerOf: (served: Served, calls: number) => Answer;
  readonly refusalOf: (error: unknown) => Answer;
}

/** An operation that is to be looked at again and again. */
interface Watchable {
  readonly text: string;
  /** How many its answer may hold. */
  readonly fields: number;
  readonly params: Params;
  readonly execute: Execute;
  /** Whether it is still taken. @throws GraphQLError where it is not: documents can be taken away */
  readonly recheck: () => void;
  /** Whether its caller may be told what there is to ask for. */
  readonly explores: boolean;
  readonly options: HeaderOptions;
  readonly asking: Asking;
}

/** One of the results of a stream, the same object for all who are sent the same. */
export type StreamResult = Pick<Answer, 'body'>;

/** Answers that come by themselves. */
export interface Subscriptions extends Pick<Watches<Answer>, 'recheck' | 'forget' | 'end'> {
  /** @throws GatewayError `TOO_MANY_SUBSCRIPTIONS` */
  subscribe(what: Watchable, identify: Subscriber['identify']): AsyncIterableIterator<StreamResult>;
}

export function createSubscriptions({
  clock,
  most,
  telemetry,
  serve,
  answerOf,
  refusalOf,
}: SubscriptionsParts): Subscriptions {
  const watches = createWatches<Answer>({ clock, most, isSame, refused: refusalOf });

  function lookBy({
    execute,
    recheck,
    explores,
    params,
    options,
    asking,
  }: Watchable): Look<Answer> {
    const { incoming, told } = asking;
    const { caller, arrivedAt } = incoming;
    const held = createHeldRows();
    /** Whoever had it looked at first: later looks are for others, too, and not of the time at which that one came. */
    let first: Pick<Asked, 'operation' | 'arrivedAt'> | null = {
      operation: told.operation,
      arrivedAt,
    };
    return async (turn, leaving) => {
      const whose = first ?? { operation: null, arrivedAt: turn?.at };
      const isFirst = first !== null;
      first = null;
      try {
        recheck();
        const look = { turn, held };
        const asked = { ...options, ...whose, caller, leaving, look };
        const served = await serve(execute, params.variables, asked);
        if (!explores && served.data === undefined) dropSuggestions(served.errors);
        const servedBy = served.loader.servedBy();
        if (isFirst) told.served = servedBy;
        return { answer: answerOf(served, servedBy.calls), watched: served.watched };
      } catch (error) {
        return { answer: refusalOf(error), watched: null };
      }
    };
  }

  return {
    ...watches,
    subscribe(what, identify) {
      const { text, fields, params, options, asking } = what;
      const { incoming, told } = asking;
      const { caller, leaving } = incoming;
      const { operation } = told;
      const { live, ...shared } = options;
      const { operationName = null, variables = null } = params;
      let results = 0;
      const stream = watches.subscribe(
        { id: JSON.stringify([shared, operationName, variables, text]), fields },
        lookBy(what),
        {
          caller,
          identify,
          onEnd(by) {
            stopListening();
            // Its client has left before there was anything for it.
            if (results === 0) told.ended({ data: undefined, errors: [] });
            const tookMs = Math.round(clock.now() - operation.startedAt);
            const end = { ...whoAsks(caller), name: told.name, tookMs, results, by };
            telemetry.subscriptionEnded(operation, end);
          },
        },
      );
      telemetry.subscriptionStarted(operation);
      const stopListening = leaving.onLeave(() => void stream.return?.());
      // Nobody is told of it again.
      if (leaving.hasLeft()) void stream.return?.();
      const patch = live === 'patch' ? createPatching() : null;
      return mapStream(stream, (answer) => {
        if (results === 0) told.ended(answer);
        results += 1;
        telemetry.subscriptionAnswered(operation);
        return patch ? patch(answer) : answer;
      });
    },
  };
}

/** Whether the second tells a client nothing that it does not know from the first. */
function isSame(one: Answer, other: Answer): boolean {
  return one.data === other.data && errorsOf(one) === errorsOf(other);
}

/** Not how long to wait, and what else is of its moment. */
const errorsOf = ({ errors }: Answer): string =>
  errors.length === 0
    ? ''
    : JSON.stringify(errors.map(({ path, extensions: { code } }) => [path, code]));
