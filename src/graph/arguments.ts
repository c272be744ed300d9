import type { Endpoint, Parameter } from '../endpoints/declare.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { ArgBuilder } from './builder.ts';
import { describe } from './describe.ts';
import { typeOf } from './fields.ts';
import { listCap, parseCurrency } from './keys.ts';

/** The arguments of a field that stand for the parameters of its endpoint's calls. */
export function paramArgs(t: ArgBuilder, { params }: Endpoint) {
  return Object.fromEntries(
    Object.entries(params).map(([name, parameter]) => [
      name,
      t({
        type: typeOf(parameter),
        required: parameter.required ?? false,
        description: describe(parameter),
      }),
    ]),
  );
}

/** The argument that names the account through which an instrument or currency is seen. */
export const accountArg = (t: ArgBuilder) =>
  t.id({ required: true, description: 'The local id of the account.' });

/** The parameters of a call as they are sent, from the arguments of a field. */
export function paramsOf(
  { params }: Endpoint,
  args: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  const given = Object.entries(params).filter(
    ([name]) => args[name] !== undefined && args[name] !== null,
  );
  return Object.fromEntries(
    given.map(([name, parameter]) => [name, wireValue(name, parameter, args[name])]),
  );
}

/** The description of a list argument, with its cap. */
export function describeKeys(endpoint: Endpoint, by: string, meaning: string): string {
  return `${meaning} At most ${listCap(endpoint, by)}; ${endpoint.keys[by]?.max ?? 0} to a call of the exchange.`;
}

function wireValue(name: string, { kind }: Parameter, value: unknown): string {
  if (kind !== 'currency') return String(value);
  const parsed = parseCurrency(name, String(value));
  if (parsed instanceof GatewayError) throw parsed;
  return parsed;
}
