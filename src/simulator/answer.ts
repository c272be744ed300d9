import type { Row } from './simulate.ts';

/** An answer as the exchange gives it, before the network has its say. */
export interface Answer {
  readonly status: number;
  /** The exchange's own code; `''` when the answer holds none. */
  readonly code: string;
  readonly contentType: string;
  readonly body: string;
}

const json = (status: number, code: string, body: object): Answer => ({
  status,
  code,
  contentType: 'application/json',
  body: JSON.stringify(body),
});

export const success = (data: readonly Row[]): Answer =>
  json(200, '0', { code: '0', data, msg: '' });

/** The one body whose code is a number and whose data is an object. */
export const notFound: Answer = json(404, '404', {
  code: 404,
  data: {},
  detailMsg: '',
  error_code: '404',
  error_message: 'Not Found',
  msg: 'Not Found',
});

/** A failure that never reached anything which knows codes. */
export const serverError: Answer = {
  status: 500,
  code: '',
  contentType: 'text/plain',
  body: 'Internal Server Error',
};

/** What an edge proxy in front of the exchange answers when it does not let a call through. */
export const edgePage: Answer = {
  status: 502,
  code: '',
  contentType: 'text/html',
  body: '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>',
};
