import { hash } from 'node:crypto';

/** The tokens of made-up callers. */
export const tokens = {
  alice: 'made-up-token-of-alice',
  bob: 'made-up-token-of-bob',
  /** May not explore. */
  robot: 'made-up-token-of-robot',
} as const;

const sha256 = (token: string): string => hash('sha256', token);

/** Who each of them is: alice has two accounts, bob and a robot one each. */
export const callers = [
  {
    name: 'alice',
    tokens: [sha256(tokens.alice)],
    accountIds: ['spot', 'futures'],
    weight: 1,
    mayExplore: true,
  },
  {
    name: 'bob',
    tokens: [sha256(tokens.bob)],
    accountIds: ['portfolio'],
    weight: 1,
    mayExplore: true,
  },
  {
    name: 'robot',
    tokens: [sha256(tokens.robot)],
    accountIds: ['spot'],
    weight: 1,
    mayExplore: false,
  },
];

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
