import type { Endpoint, Parameter } from '../endpoints/declare.ts';
import { currencies } from './currencies.ts';
import { badParameter, missingParameter, Refusal } from './refusal.ts';
import type { SimulatedRequest } from './simulate.ts';

/** Reads the declared parameters of a query string; throws what the service refuses about them. */
export function readParameters(
  endpoint: Endpoint,
  query: string,
): Pick<SimulatedRequest, 'keys' | 'params'> {
  const sent = new URLSearchParams(query);
  return { keys: readKeys(endpoint, sent), params: readParams(endpoint, sent) };
}

function readKeys(endpoint: Endpoint, sent: URLSearchParams): SimulatedRequest['keys'] {
  const keys: Record<string, readonly string[]> = {};
  for (const [name, list] of Object.entries(endpoint.keys)) {
    // An empty list, and empty places in a list, are taken as not sent.
    const members = (sent.get(name) ?? '').split(',').filter((member) => member !== '');
    if (members.length === 0 || list === undefined) continue;
    if (members.length > list.max) {
      // A parameter that takes one value knows no list at all.
      if (list.max === 1) throw badParameter(name);
      throw new Refusal(50025, `Parameter ${name} count exceeds the limit ${list.max}`);
    }
    keys[name] = [...new Set(members)];
  }
  const [first, second] = Object.keys(keys);
  if (second !== undefined) throw badParameter(second);
  const [needed] = Object.keys(endpoint.keys);
  if (first === undefined && needed !== undefined && !endpoint.whole) {
    throw missingParameter(needed);
  }
  return keys;
}

function readParams(endpoint: Endpoint, sent: URLSearchParams): SimulatedRequest['params'] {
  const params: Record<string, string> = {};
  for (const [name, parameter] of Object.entries(endpoint.params)) {
    const value = sent.get(name) ?? '';
    if (value !== '') {
      check(name, parameter, value);
      params[name] = value;
    } else if (parameter.required) {
      throw missingParameter(name);
    }
  }
  return params;
}

function check(name: string, parameter: Parameter, value: string): void {
  switch (parameter.kind) {
    case 'code': {
      const known = Object.values(parameter.codes.values).some(({ wire }) => wire === value);
      if (!known) throw badParameter(name);
      return;
    }
    case 'currency':
      if (!Object.hasOwn(currencies, value)) throw badParameter(name + value);
      return;
    case 'decimal':
      if (!/^\d+(\.\d+)?$/.test(value)) throw badParameter(name);
      return;
    case 'flag':
      if (value !== 'true' && value !== 'false') throw badParameter(name);
  }
}
