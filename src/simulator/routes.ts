import { balance } from '../endpoints/balance/declaration.ts';
import { simulate as simulateBalance } from '../endpoints/balance/simulate.ts';
import type { Endpoint } from '../endpoints/declare.ts';
import { maxAvailSize } from '../endpoints/max-avail-size/declaration.ts';
import { simulate as simulateMaxAvailSize } from '../endpoints/max-avail-size/simulate.ts';
import { maxLoan } from '../endpoints/max-loan/declaration.ts';
import { simulate as simulateMaxLoan } from '../endpoints/max-loan/simulate.ts';
import { maxWithdrawal } from '../endpoints/max-withdrawal/declaration.ts';
import { simulate as simulateMaxWithdrawal } from '../endpoints/max-withdrawal/simulate.ts';
import type { Simulate } from './simulate.ts';

export interface Route {
  readonly declaration: Endpoint;
  readonly simulate: Simulate;
}

/** The private endpoints that the embedded exchange answers. */
export const routes: readonly Route[] = [
  { declaration: balance, simulate: simulateBalance },
  { declaration: maxAvailSize, simulate: simulateMaxAvailSize },
  { declaration: maxLoan, simulate: simulateMaxLoan },
  { declaration: maxWithdrawal, simulate: simulateMaxWithdrawal },
];
