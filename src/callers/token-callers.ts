import { timingSafeEqual } from 'node:crypto';
import type { Blinding } from './blinding.ts';
import type { Caller } from './caller.ts';
import type { TokenCaller } from './known-callers.ts';

/** Who has a name here. */
export interface NamedCaller {
  readonly caller: Caller;
  /** Whether it may ask on behalf of others. */
  readonly speaksForOthers: boolean;
}

export interface TokenCallers {
  /** The holder of a token. */
  byToken(digest: string): NamedCaller | null;
  /** Who asks when a router asks on behalf of somebody; null where it may not, or there is nobody of this name. */
  onBehalf(router: NamedCaller, name: string): Caller | null;
}

export function createTokenCallers(
  callers: readonly TokenCaller[],
  { blind }: Blinding,
): TokenCallers {
  const all = callers.map((one) => ({ ...one, named: namedOf(one) }));
  const byName = new Map(all.map(({ name, named }) => [name, named]));
  const byToken = new Map(
    all.flatMap(({ tokens, named }) =>
      tokens.map((digest) => [blind(digest), { digest: Buffer.from(digest), named }] as const),
    ),
  );
  /** Of each router by whom it speaks for: the same caller each time. */
  const spokenFor = new WeakMap<NamedCaller, Map<string, Caller>>();

  return {
    byToken(digest) {
      const found = byToken.get(blind(digest));
      if (found === undefined) return null;
      return timingSafeEqual(found.digest, Buffer.from(digest)) ? found.named : null;
    },
    onBehalf(router, name) {
      const other = byName.get(name);
      if (!other || !router.speaksForOthers) return null;
      const known = spokenFor.get(router) ?? new Map<string, Caller>();
      spokenFor.set(router, known);
      const caller = known.get(name) ?? within(router.caller, other.caller);
      known.set(name, caller);
      return caller;
    },
  };
}

function namedOf({ onBehalfOf = false, ...rest }: TokenCaller): NamedCaller {
  const { name, accountIds, weight, mayExplore } = rest;
  const caller = { id: `token:${name}`, accountIds, weight, mayExplore };
  return { caller, speaksForOthers: onBehalfOf };
}

/** A caller as far as the router may itself go that asks for it. */
function within(router: Caller, caller: Caller): Caller {
  return {
    ...caller,
    accountIds: common(caller.accountIds, router.accountIds),
    mayExplore: caller.mayExplore && router.mayExplore,
    via: router.id,
  };
}

/** Accounts of both, in the order of the first, whose default account it is then; null is all. */
function common(own: Caller['accountIds'], others: Caller['accountIds']): readonly string[] | null {
  if (own === null) return others;
  return others === null ? own : own.filter((id) => others.includes(id));
}
