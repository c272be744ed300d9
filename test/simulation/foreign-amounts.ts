import type { AccountFacts } from '../bench/expectations.ts';

/** Tells whether a text holds an amount that other accounts have and these do not. */
export type FindForeign = (text: string, accountIds: readonly string[]) => string | undefined;

/** Shorter ones can be the same by chance. */
const amount = /"-?\d[\d.]{7,}"/g;

export function createForeignFinder(facts: readonly AccountFacts[]): FindForeign {
  const amounts = new Map(
    facts.map((own) => [own.accountId, new Set(amountsIn(textOf(own)))] as const),
  );
  return (text, accountIds) =>
    amountsIn(text).find(
      (one) =>
        accountIds.every((id) => !amounts.get(id)?.has(one)) &&
        [...amounts.values()].some((all) => all.has(one)),
    );
}

const amountsIn = (text: string): readonly string[] => text.match(amount) ?? [];

const textOf = (facts: AccountFacts): string =>
  JSON.stringify(facts, (_name, value: unknown) => (value instanceof Map ? [...value] : value));
