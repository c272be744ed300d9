import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

/** What an answer is worth. */
export interface Judgement {
  /** `failed`: it holds errors, and nothing that is wrong. `wrong`: it holds something that the exchange does not say. */
  readonly outcome: 'right' | 'wrong' | 'failed';
  /** The codes of the errors in it, each once. */
  readonly codes: readonly string[];
  /** After how many milliseconds its client may ask again, if an error says so. */
  readonly retryAfterMs: number | null;
}

/**
 * What an answer says in its own `extensions`, of its calls for instance, is no part of it.
 *
 * @param text the body of an answer
 * @param expected the only right `data`, its fields in the order in which they are asked for
 */
export function judge(text: string, expected: unknown): Judgement {
  // The fields are nearly always in that order, so most answers need not be parsed.
  const wanted = JSON.stringify({ data: expected }).slice(0, -1);
  const rest = text.startsWith(wanted) ? text.slice(wanted.length) : '';
  if (rest === '}' || rest.startsWith(',"extensions":')) return right;
  const answer = parseJson(text);
  const { data: failed } = withErrors.safeParse(answer);
  if (!failed) {
    const { extensions: _, ...told } = record.safeParse(answer).data ?? {};
    return isDeepStrictEqual(told, { data: expected }) ? right : wrong;
  }
  const told = failed.errors.map(({ extensions }) => extensions);
  const waits = told.flatMap(({ retryAfterMs }) => retryAfterMs ?? []);
  return {
    outcome: isPartOf(failed.data, expected) ? 'failed' : 'wrong',
    codes: [...new Set(told.map(({ code }) => code))],
    retryAfterMs: waits.length === 0 ? null : Math.max(...waits),
  };
}

const right: Judgement = { outcome: 'right', codes: [], retryAfterMs: null };
const wrong: Judgement = { ...right, outcome: 'wrong' };

/** Whether the one is the other but for what is null. */
function isPartOf(part: unknown, whole: unknown): boolean {
  if (part === null || part === undefined || part === whole) return true;
  if (Array.isArray(part)) {
    if (!Array.isArray(whole)) return false;
    // One error can stand for several rows, and then the others are not where they were.
    return part.every((item, index) =>
      part.length === whole.length
        ? isPartOf(item, whole[index])
        : whole.some((candidate) => isPartOf(item, candidate)),
    );
  }
  const [own, all] = [record.safeParse(part).data, record.safeParse(whole).data];
  return !!own && !!all && Object.keys(own).every((name) => isPartOf(own[name], all[name]));
}

const record = z.record(z.string(), z.unknown());
const extensions = z.object({
  code: z.string().catch('none'),
  retryAfterMs: z.number().optional().catch(undefined),
});
const withErrors = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ extensions: extensions.catch({ code: 'none' }) })),
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return failure('not JSON');
  }
}

/** A request that was not answered, in the form of an answer. */
export const failure = (why: string) => ({
  errors: [{ extensions: { code: `no answer: ${why}` } }],
});
