import { Big } from 'big.js';
import type { DateTime, Decimal, Fault } from 'okx-account-gateway-client';

/** An error of the answer. */
export interface Reason extends Fault {
  readonly message: string;
}

export interface AmountProps {
  readonly value: Decimal | null | undefined;
  readonly unit?: 'USD';
  /** Why there is none. */
  readonly reason?: Reason | undefined;
}

const digits = new Intl.NumberFormat('en', { maximumFractionDigits: 8, roundingMode: 'trunc' });
const dollars = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' });
const least = '0.00000001';

/** An amount to read, of which the whole is in its title. It lights up when it has changed. */
export function Amount({ value, unit, reason }: AmountProps) {
  if (reason) return <span className="fault">{reason.message}</span>;
  if (value === null || value === undefined) return <span className="none">–</span>;
  return (
    <data key={value} value={value} title={value}>
      {isDust(value) ? `< ${least}` : format(unit === 'USD' ? dollars : digits, value)}
    </data>
  );
}

/** Exactly: an amount has more digits than a number of JavaScript can hold. */
export const compareAmounts = (one: Decimal, other: Decimal): number =>
  new Big(one).cmp(new Big(other));

/** What is there should not look like nothing. */
const isDust = (value: Decimal): boolean => new Big(value).gt(0) && new Big(value).lt(least);

function format(form: Intl.NumberFormat, value: Decimal): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a Decimal is one, and Intl takes it to its last digit
  return form.format(value as Intl.StringNumericLiteral);
}

/** When the exchange was asked for the oldest of some figures. */
export function AsOf({ times }: { readonly times: readonly (DateTime | null | undefined)[] }) {
  const [oldest] = times.filter((time) => time !== null && time !== undefined).toSorted();
  if (oldest === undefined) return null;
  return (
    <p>
      As of <time dateTime={oldest}>{oldest.slice(11, 19)}</time> UTC
    </p>
  );
}
