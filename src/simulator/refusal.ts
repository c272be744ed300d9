import type { Answer } from './answer.ts';

/** Status and usual message of each exchange code that the embedded exchange refuses with. */
const refusals = {
  50001: [503, 'Service temporarily unavailable. Please try again later.'],
  50011: [429, 'Too Many Requests'],
  50013: [429, 'Systems are busy. Please try again later.'],
  50014: [400, 'Required parameter can not be empty.'],
  50025: [200, 'Parameter count exceeds the limit.'],
  50101: [401, 'APIKey does not match current environment.'],
  50102: [401, 'Timestamp request expired'],
  50103: [401, 'Request header OK-ACCESS-KEY can not be empty.'],
  50104: [401, 'Request header OK-ACCESS-PASSPHRASE can not be empty.'],
  50105: [401, 'Request header OK-ACCESS-PASSPHRASE incorrect.'],
  50106: [401, 'Request header OK-ACCESS-SIGN can not be empty.'],
  50107: [401, 'Request header OK-ACCESS-TIMESTAMP can not be empty.'],
  50110: [401, 'Your IP is not included in the IP whitelist of your API key.'],
  50111: [401, 'Invalid OK-ACCESS-KEY'],
  50112: [401, 'Invalid OK-ACCESS-TIMESTAMP'],
  50113: [401, 'Invalid Sign'],
  50115: [405, 'Invalid request method.'],
  50119: [401, "API key doesn't exist"],
  51000: [400, 'Parameter error'],
  51001: [200, "Instrument ID, Instrument ID code, or Spread ID doesn't exist."],
  51010: [200, "You can't complete this request under your current account mode."],
} as const satisfies Record<number, readonly [status: number, message: string]>;

export type RefusalCode = keyof typeof refusals;

/** Refused before it reached the service: these bodies start with `msg` and hold no `data`. */
const beforeService = (code: RefusalCode): boolean =>
  code < 50014 || (code > 50100 && code < 51000);

interface BadMember {
  readonly parameter: string;
  readonly value: string;
}

/** A refusal in the exchange's own terms. Thrown by checks, turned into an answer in one place. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  /** The bad member of a list that it is about, named in the message or not. */
  readonly member: BadMember | undefined;

  constructor(code: RefusalCode, message: string = refusals[code][1], member?: BadMember) {
    super(message);
    this.code = code;
    this.member = member;
  }

  toAnswer(): Answer {
    const code = String(this.code);
    const [status] = refusals[this.code];
    const body = beforeService(this.code)
      ? { msg: this.message, code }
      : { code, data: [], msg: this.message };
    return { status, code, contentType: 'application/json', body: JSON.stringify(body) };
  }
}

/** 51000 that names one of several keys, glued to its parameter as the exchange writes it. */
export const badMember = (parameter: string, value: string): Refusal =>
  new Refusal(51000, `Parameter ${parameter}${value} error`, { parameter, value });

/** 51001, which leaves open whom of several instruments it means. */
export const unknownInstrument = (parameter: string, value: string): Refusal =>
  new Refusal(51001, undefined, { parameter, value });

export const badParameter = (parameter: string): Refusal =>
  new Refusal(51000, `Parameter ${parameter} error`);

export const missingParameter = (parameter: string): Refusal =>
  new Refusal(50014, `Parameter ${parameter} can not be empty.`);
