import { tooExpensive } from '../errors/too-expensive.ts';
import type { Http, ToldError } from './tell-error.ts';

/** What becomes of an operation. */
export interface Result {
  /** The JSON of `data`; undefined where nothing was executed. */
  readonly data: string | undefined;
  readonly errors: readonly ToldError[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** What it is answered with. */
export interface Answer extends Pick<Result, 'data' | 'errors'> {
  /** The whole result, as it is sent. */
  readonly body: string;
  /** What only headers tell, by names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of what was refused before it was executed. */
  readonly http: Http | null;
}

/** The media types of an answer that is sent in one piece. */
export type MediaType = 'application/json' | 'application/graphql-response+json';

/** A whole account of 500 currencies, with all there is to know of each, has half of it. Unit: characters of JSON. */
const maxAnswer = 4 * 2 ** 20;
/** Errors that are told of: more than the longest list has keys. */
export const maxErrors = 500;

/** @param told beside the result */
export function answerOf(
  { data, errors, extensions }: Result,
  { headers, http }: Pick<Answer, 'headers' | 'http'>,
): Answer {
  const parts = [
    ...(errors.length > 0 ? [`"errors":${JSON.stringify(errors)}`] : []),
    ...(data === undefined ? [] : [`"data":${data}`]),
    ...(Object.keys(extensions).length > 0 ? [`"extensions":${JSON.stringify(extensions)}`] : []),
  ];
  return { data, errors, body: `{${parts.join(',')}}`, headers, http };
}

/** The status that it is sent with. */
export function statusOf({ http }: Pick<Answer, 'http'>, mediaType: MediaType): number {
  if (http === null || (http.spec === true && mediaType === 'application/json')) return 200;
  return http.status;
}

/** Whether it would be larger than a page can use. Names are as long as somebody likes, and stand in each path. */
export function isTooLarge({ data = '', errors, extensions }: Result): boolean {
  // Very many accounts can have very many nulls that are explained.
  const told = 'notApplicable' in extensions ? JSON.stringify(extensions) : '';
  let size = data.length + told.length;
  for (const { message, path = [] } of errors) {
    size += message.length;
    for (const step of path) size += String(step).length;
  }
  return size > maxAnswer;
}

export const tooLarge = () =>
  tooExpensive(
    `The answer is larger than ${maxAnswer / 2 ** 20} MiB. Ask for less in each query, and give short aliases.`,
  );

/** Of very many errors some are told and the others counted. */
export const tooManyErrors = (untold: number) =>
  tooExpensive(
    `There are ${untold} errors more, of parts that are null. Ask for less in each query to be told of all.`,
    { untold },
  );
