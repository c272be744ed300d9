import type { ExecutionResult } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { tooExpensive } from '../errors/too-expensive.ts';

/** A whole account of 500 currencies, with all there is to know of each, has half of it. Unit: characters of JSON. */
const maxAnswer = 4 * 2 ** 20;
/** More than the longest list has keys. */
const maxErrors = 500;
/** GraphQL quotes what it does not understand, whatever its length. Unit: characters. */
const maxMessage = 500;

/**
 * Keeps an answer within what a page can use: of very many errors some are told and the others counted, and what
 * would be too large is refused before it is written.
 */
export function useAnswerLimit(): Plugin {
  return {
    onExecute: () => ({
      onExecuteDone({ result, setResult }) {
        if (isAsyncIterable(result)) return;
        const told = cutErrors(result);
        setResult(isTooLarge(told) ? { errors: [tooLarge()] } : told);
      },
    }),
    onResultProcess({ result }) {
      if (!('errors' in result)) return;
      for (const error of result.errors ?? []) {
        if (error.message.length > maxMessage)
          error.message = `${error.message.slice(0, maxMessage)}…`;
      }
    },
  };
}

/** Before anything is made of the errors: to hide, to log and to write one takes several times as long as to cut it off. */
function cutErrors(result: ExecutionResult): ExecutionResult {
  const { errors = [] } = result;
  const untold = errors.length - maxErrors;
  if (untold <= 0) return result;
  const rest = tooExpensive(
    `There are ${untold} errors more, of parts that are null. Ask for less in each query to be told of all.`,
    { untold },
  );
  return { ...result, errors: [...errors.slice(0, maxErrors), rest] };
}

/** Whether the JSON of a value has too many characters; looks no further than that. */
function isTooLarge(result: object): boolean {
  let left = maxAnswer;

  function weigh(value: unknown): void {
    if (left < 0) return;
    // A comma, and a pair of brackets or quotes; a number is hardly longer.
    left -= 3;
    if (typeof value === 'string') left -= value.length;
    else if (Array.isArray(value)) value.forEach(weigh);
    else if (isRecord(value)) {
      // Three times as fast as over entries, and every answer is weighed.
      for (const name in value) {
        left -= name.length + 3;
        weigh(value[name]);
      }
    }
  }

  weigh(result);
  return left < 0;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const tooLarge = () =>
  tooExpensive(
    `The answer is larger than ${maxAnswer / 2 ** 20} MiB. Ask for less in each query, and give short aliases.`,
  );
