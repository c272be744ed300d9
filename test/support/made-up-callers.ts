import { callerOf } from './file-caller.ts';

/** The tokens of made-up callers. */
export const tokens = {
  alice: 'made-up-token-of-alice',
  bob: 'made-up-token-of-bob',
  /** May not explore. */
  robot: 'made-up-token-of-robot',
  /** May ask on behalf of the others, and has all accounts. */
  router: 'made-up-token-of-router',
} as const;

/** Who each of them is. */
export const callers = [
  callerOf('alice', ['spot', 'futures'], { tokens: [tokens.alice], mayExplore: true }),
  callerOf('bob', ['portfolio'], { tokens: [tokens.bob], mayExplore: true }),
  callerOf('robot', ['spot'], { tokens: [tokens.robot] }),
  callerOf('router', null, { tokens: [tokens.router], onBehalfOf: true }),
];
