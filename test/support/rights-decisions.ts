import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isListType,
  getNullableType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { servedSchema } from '../../src/server/served-schema.ts';

/** What an argument, or a field of the key of an entity, says: whose rows are asked for, or which. */
export type Meaning = 'account' | 'currency' | 'instrument';

/**
 * Decided for each argument that is a text, and for each field of a key: whoever adds one says here whether it names an
 * account, and so whether the caller has to be one who may read it.
 */
export const meanings: Readonly<Record<string, Meaning>> = {
  'Query.account(id:)': 'account',
  'Subscription.account(id:)': 'account',
  'Query.accounts(after:)': 'account',
  'Currency.forAccount(accountId:)': 'account',
  'Instrument.forAccount(accountId:)': 'account',
  'Account.details(ccy:)': 'currency',
  'Account.maxWithdrawal(ccy:)': 'currency',
  'Account.maxAvail(instId:)': 'instrument',
  'Account.maxAvail(ccy:)': 'currency',
  'Account.maxAvail(tradeQuoteCcy:)': 'currency',
  'Account.maxLoan(instId:)': 'instrument',
  'Account.maxLoan(ccy:)': 'currency',
  'Account.maxLoan(mgnCcy:)': 'currency',
  'Account.maxLoan(tradeQuoteCcy:)': 'currency',
  'AccountInstrument.maxAvail(ccy:)': 'currency',
  'AccountInstrument.maxAvail(tradeQuoteCcy:)': 'currency',
  'AccountInstrument.maxLoan(mgnCcy:)': 'currency',
  'AccountInstrument.maxLoan(tradeQuoteCcy:)': 'currency',
  'Account.id': 'account',
  'AccountCurrency.accountId': 'account',
  'AccountCurrency.ccy': 'currency',
  'AccountInstrument.accountId': 'account',
  'AccountInstrument.instId': 'instrument',
  'Currency.ccy': 'currency',
  'Instrument.instId': 'instrument',
};

/** And for each way in: which accounts it leads to. */
export const waysIn: Readonly<Record<string, 'named' | 'own' | 'none'>> = {
  account: 'named',
  accounts: 'own',
  _entities: 'named',
  _service: 'none',
};

/** The types of the graph, without its ways in and what is for routers. */
export const types: readonly GraphQLObjectType[] = Object.values(servedSchema.getTypeMap())
  .filter(isObjectType)
  .filter(({ name }) => !name.startsWith('_') && !['Query', 'Subscription'].includes(name));

export const rootFields = Object.values(servedSchema.getQueryType()?.getFields() ?? {});

/** Ways in of which the answers come by themselves; each names an account. */
export const liveFields = Object.values(servedSchema.getSubscriptionType()?.getFields() ?? {});

/** The fields of the key of each entity, as the graph tells routers. */
export function keysOf(sdl: string): ReadonlyMap<string, readonly string[]> {
  const found = sdl.matchAll(/^type (\w+)[^{]*?@key\(fields: "([\w ]+)"\)/gm);
  return new Map([...found].map(([, name = '', fields = '']) => [name, fields.split(' ')]));
}

export const coordinateOf = (type: string, field: string, argument: string): string =>
  `${type}.${field}(${argument}:)`;

/** Arguments of other types say how much, or in which mode. */
export const isText = ({ type }: GraphQLArgument): boolean => {
  const named = getNamedType(type);
  return !isEnumType(named) && !['Boolean', 'Decimal', 'Int'].includes(named.name);
};

/** One key that there is, and one that there is not. */
const samples = { currency: ['BTC', 'NOPE'], instrument: ['BTC-USDT', 'NO-SUCH'] } as const;

export const sampleOf = (meaning: Exclude<Meaning, 'account'>): string => samples[meaning][0];

/** An argument as it stands in a query; what names an account is `$x`. */
function writeArgument(type: string, field: string, argument: GraphQLArgument): string {
  const { name } = argument;
  const named = getNamedType(argument.type);
  if (isEnumType(named)) return `${name}: ${named.getValues()[0]?.name}`;
  if (!isText(argument)) throw new Error(`no sample of ${coordinateOf(type, field, name)}`);
  const meaning = meanings[coordinateOf(type, field, name)];
  if (meaning === undefined) throw new Error(`undecided: ${coordinateOf(type, field, name)}`);
  if (meaning === 'account') return `${name}: $x`;
  const isList = isListType(getNullableType(argument.type));
  return `${name}: ${JSON.stringify(isList ? samples[meaning] : sampleOf(meaning))}`;
}

/** The ways to ask for a field: with what it needs alone, and with each of its other lists of keys besides. */
export function waysToAsk(type: string, field: GraphQLField<unknown, unknown>): readonly string[] {
  const needed = field.args.filter(isRequiredArgument);
  const lists = field.args.filter(
    (one) => !isRequiredArgument(one) && isListType(getNullableType(one.type)),
  );
  return [needed, ...lists.map((list) => [...needed, list])].map((args) => {
    const written = args.map((one) => writeArgument(type, field.name, one));
    return written.length === 0 ? field.name : `${field.name}(${written.join(', ')})`;
  });
}
