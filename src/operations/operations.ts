import { OperationTypeNode } from 'graphql';
import type { FieldError } from '../execution/execution.ts';
import type { Subscriber } from '../live/watches.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { type Answer, answerOf, isTooLarge, tooLarge, tooManyErrors } from './answer.ts';
import { headersFor } from './answer-headers.ts';
import { badRequest } from './bad-request.ts';
import { dropSuggestions } from './explore-limit.ts';
import { tryReadOptions } from './header-options.ts';
import type { Incoming, Params } from './incoming.ts';
import { createKeptAnswers } from './kept-answers.ts';
import { createPrepare, type PrepareOptions } from './prepare.ts';
import { createServe, type Served, type ServeOptions } from './serve.ts';
import { createSubscriptions, type StreamResult, type Subscriptions } from './subscriptions.ts';
import { httpOf, type TellError } from './tell-error.ts';
import { type Asking, tellOperation, type ToldOperation } from './told-operation.ts';

interface OperationsOptions extends ServeOptions, PrepareOptions {
  /** Whether each answer is to say that its figures are made up. */
  readonly madeUp: boolean;
  /** Most subscriptions of one caller. */
  readonly maxSubscriptions: number;
  readonly tellError: TellError;
  readonly telemetry: Pick<
    Required<Telemetry>,
    | 'operationStarted'
    | 'operationEnded'
    | 'subscriptionStarted'
    | 'subscriptionAnswered'
    | 'subscriptionEnded'
  >;
}

/** What has become of one, and what is told of it. */
export interface Answered {
  readonly answer: Pick<Answer, 'body' | 'headers' | 'http'>;
  readonly told: ToldOperation;
}

/** What is done for an operation, whichever way its request came, in this order. */
export interface Operations {
  /** One has come. */
  begin(incoming: Incoming): ToldOperation;
  /** The text that it names or brings. @throws GraphQLError when there is none, or it is not taken */
  textOf(params: Params, incoming: Incoming): string;
  /** Whether it is answered by a stream, where its client takes one. */
  isStream(params: Params, incoming: Incoming): boolean;
  /**
   * Answers it. Never rejects.
   *
   * @param body the text of the request, where others may send the very same
   */
  answer(params: Params, asking: Asking, body?: string): Promise<Answer>;
  /**
   * The same where answers may come one after the other: those of a subscription do. Never rejects.
   *
   * @param identify who asks by now
   */
  subscribe(
    params: Params,
    asking: Asking,
    identify: Subscriber['identify'],
  ): Promise<Answer | AsyncIterableIterator<StreamResult>>;
  /** All that are open. */
  readonly subscriptions: Pick<Subscriptions, 'recheck' | 'forget' | 'end'>;
  /** The answer that others have had to the very same, and what is told of it; null where it does not hold any more. */
  recall(body: string, incoming: Incoming): Answered | null;
  /** The answer to a request that cannot be read. */
  refuse(errors: readonly unknown[], asking: Asking | undefined): Answer;
}

export function createOperations(options: OperationsOptions): Operations {
  const { documents, madeUp, tellError, accounts, clock, maxAgeMs } = options;
  const { prepare, readText, isSubscription } = createPrepare(options);
  const serve = createServe(options);
  const kept = createKeptAnswers({ clock, keepMs: maxAgeMs });
  /** What else an answer depends on than what it reads. */
  const basisNow = () => [accounts(), documents.version()];
  const marks = madeUp ? { madeUp } : {};

  async function execute(params: Params, asking: Asking, body?: string): Promise<Answer> {
    const { incoming, told } = asking;
    const basis = basisNow();
    const prepared = prepare(params, asking);
    // Its plan is one answer.
    if (prepared.kind === OperationTypeNode.SUBSCRIPTION && prepared.options.explain !== 'plan')
      throw wantsEvents();
    const asked = { ...prepared.options, ...incoming, operation: told.operation };
    const served = await serve(prepared.execute, params.variables, asked);
    if (!prepared.explores && served.data === undefined) dropSuggestions(served.errors);
    told.served = served.loader.servedBy();
    const answer = answerServed(served, told.served.calls);
    if (body !== undefined && served.isForAll && answer.errors.length === 0) {
      const { name, document: hashed } = told;
      const reading = served.loader.reading();
      kept.keep(body, incoming.caller, {
        body: answer.body,
        name,
        document: hashed,
        reading,
        basis,
      });
    }
    return answer;
  }

  function answerServed({ data, untold, loader, ...served }: Served, calls: number): Answer {
    const errors = served.errors.map(tellError);
    if (untold > 0) errors.push(tellError(alone(tooManyErrors(untold))));
    const headers = headersFor(calls, loader.budgets(), errors);
    const extensions = { ...served.extensions, ...marks };
    if (isTooLarge({ data, errors, extensions })) return refusal([tooLarge()], headers);
    return answerOf({ data, errors, extensions }, { headers, http: null });
  }

  /** @param cause why, of several an AggregateError of them */
  const refusalOf = (cause: unknown): Answer =>
    refusal(cause instanceof AggregateError ? cause.errors : [cause]);

  function refusal(causes: readonly unknown[], headers: Answer['headers'] = {}): Answer {
    const errors = causes.map((cause) => tellError(alone(cause)));
    return answerOf(
      { data: undefined, errors, extensions: marks },
      { headers, http: httpOf(causes[0]) },
    );
  }

  function recall(body: string, incoming: Incoming): Answered | null {
    const { caller, header, arrivedAt = clock.now() } = incoming;
    const asked = tryReadOptions(header, options);
    if (asked?.explain !== null) return null;
    const one = kept.find(body, caller, basisNow(), arrivedAt - asked.maxAgeMs);
    if (one === null) return null;
    const told = tellOperation(incoming, options);
    told.name = one.name;
    told.document = one.document;
    told.served = one.reading.servedBy(clock.now());
    const headers = headersFor(told.served.calls, one.reading.budgets, []);
    told.ended({ data: one.body, errors: [] });
    return { answer: { body: one.body, headers, http: null }, told };
  }

  const subscriptions = createSubscriptions({
    clock,
    telemetry: options.telemetry,
    most: options.maxSubscriptions,
    serve,
    answerOf: answerServed,
    refusalOf,
  });

  return {
    subscriptions,
    async subscribe(params, asking, identify) {
      try {
        const prepared = prepare(params, asking);
        if (prepared.kind === OperationTypeNode.SUBSCRIPTION) {
          const recheck = () => void readText({ query: prepared.text }, asking.incoming);
          return subscriptions.subscribe({ ...prepared, recheck, params, asking }, identify);
        }
      } catch (error) {
        return this.refuse(error instanceof AggregateError ? error.errors : [error], asking);
      }
      return this.answer(params, asking);
    },
    begin: (incoming) => tellOperation(incoming, options),
    textOf: readText,
    isStream: isSubscription,
    recall,
    async answer(params, asking, body) {
      const answer = await execute(params, asking, body).catch(refusalOf);
      asking.told.ended(answer);
      return answer;
    },
    refuse(errors, asking) {
      const answer = refusal(errors);
      asking?.told.ended(answer);
      return answer;
    },
  };
}

const alone = (cause: unknown): FieldError => ({ cause, nodes: [], path: null });

const wantsEvents = () =>
  badRequest(
    'A subscription is answered by server-sent events: send the header accept: text/event-stream.',
    { status: 406 },
  );
