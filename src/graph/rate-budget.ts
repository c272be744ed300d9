import type { BudgetState } from '../loading/account-loader.ts';
import { builder } from './builder.ts';
import { idField } from './fields.ts';
import { writeId } from './ids.ts';

export const RateBudgetType = builder.objectRef<BudgetState>('RateBudget');

RateBudgetType.implement({
  description:
    'The calls that the exchange allows one account at one endpoint. A call counts from when it is sent until one window after its answer. Of a limit that gateways share, it tells what this one heard at its latest call. While no calls may be made, all count as used.',
  fields: (t) => ({
    id: idField(t, ({ accountId, endpoint }) => writeId({ endpoint }, 'rate-budget', accountId)),
    endpoint: t.exposeString('endpoint', {
      nullable: false,
      description: 'The endpoint, such as `max-loan`.',
    }),
    limit: t.exposeInt('limit', { nullable: false, description: 'Calls in any window.' }),
    windowMs: t.exposeInt('windowMs', {
      nullable: false,
      description: 'The length of the window. Unit: milliseconds.',
    }),
    inUse: t.exposeInt('inUse', { nullable: false, description: 'Calls that count at present.' }),
    available: t.exposeInt('available', {
      nullable: false,
      description: 'Calls that could be made now.',
    }),
    ownInUse: t.exposeFloat('ownInUse', {
      nullable: false,
      description:
        'Your part of the calls that count at present: half of one that you share with another caller.',
    }),
    ownShare: t.exposeFloat('ownShare', {
      nullable: false,
      description:
        'Calls in any window that you can have whatever others want: the limit, by weights, among the callers who have asked in the last ten seconds.',
    }),
    waiting: t.exposeInt('waiting', {
      nullable: false,
      description: 'Instruments or currencies that wait to be asked for, of all clients.',
    }),
    nextFreeInMs: t.exposeInt('nextFreeInMs', {
      nullable: false,
      description: 'Time until a call can be made at the soonest; 0 for now. Unit: milliseconds.',
    }),
  }),
});
