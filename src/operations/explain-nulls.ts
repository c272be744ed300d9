import type { AccountMode } from '../endpoints/declare.ts';
import { AccountMode as ModeCodes } from '../endpoints/config/codes.ts';
import type { NullField } from '../execution/execution.ts';
import type { FieldExtensions } from '../graph/applicability.ts';
import type { ModeMinding } from '../loading/mode/mind-modes.ts';

/** What is null in an answer because an account is in a mode that does not have it. */
export interface NotApplicable {
  readonly accountId: string;
  /** As the graph names it; null where it cannot be had, so that nothing can be told. */
  readonly mode: string | null;
  readonly paths: readonly NullField['path'][];
}

/** Tells the nulls that modes explain, by account. Modes are asked for only where one may explain something. */
export async function explainNulls(
  nulls: readonly NullField[],
  modeOf: ModeMinding['modeOf'],
): Promise<readonly NotApplicable[]> {
  const byAccount = Map.groupBy(
    nulls.flatMap(({ definition, object, path }) => {
      const { applicability }: FieldExtensions = definition.extensions;
      return applicability ? [{ applicability, path, id: applicability.accountOf(object) }] : [];
    }),
    ({ id }) => id,
  );
  return Promise.all(
    [...byAccount].map(async ([accountId, candidates]) => {
      const { mode = null } = (await modeOf(accountId)) ?? {};
      if (mode === null) return { accountId, mode, paths: [] };
      const explained = candidates.filter(({ applicability }) => !applicability.appliesIn(mode));
      return { accountId, mode: nameOf(mode), paths: explained.map(({ path }) => path) };
    }),
  );
}

function nameOf(mode: AccountMode): string | null {
  const found = Object.entries(ModeCodes.values).find(([, { wire }]) => wire === String(mode));
  return found?.[0] ?? null;
}
