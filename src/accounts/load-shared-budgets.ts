import type { Secret } from '../exchange/secret.ts';
import type { SharedBudgets, ShareParts } from './share-budgets.ts';

/**
 * The budgets that are shared through Redis, and how to part from it. Where there is none, nothing that speaks to one is
 * loaded.
 */
export async function loadSharedBudgets(
  { redisUrl, replicas }: { readonly redisUrl: Secret | null; readonly replicas: number },
  parts: ShareParts,
): Promise<SharedBudgets> {
  if (redisUrl === null) return { redis: () => null, async close() {} };
  const { shareBudgets } = await import('./share-budgets.ts');
  return shareBudgets({ redisUrl, replicas }, parts);
}
