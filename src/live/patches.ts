import jsonPatch from 'fast-json-patch';

/** A result as it is sent. */
interface Sent {
  readonly body: string;
}

/** Of the results that many are sent, each is read once, and compared once with the one before. */
const read = new WeakMap<Sent, object>();
const patches = new WeakMap<Sent, { readonly from: Sent; readonly patched: Sent }>();

/**
 * What one reader is sent instead of whole results: the first one whole, and after it what JSON Patch (RFC 6902) has to do
 * to the result before, as `{"patch":[…]}`. Where that would be longer, the whole result again. All who are sent the same
 * are given the same object.
 */
export function createPatching(): (result: Sent) => Sent {
  let before: Sent | null = null;
  return (result) => {
    const sent = before === null ? result : patchedOf(before, result);
    before = result;
    return sent;
  };
}

function patchedOf(from: Sent, to: Sent): Sent {
  const known = patches.get(to);
  if (known?.from === from) return known.patched;
  const patch = JSON.stringify(jsonPatch.compare(resultOf(from), resultOf(to)));
  const body = `{"patch":${patch}}`;
  const patched = body.length < to.body.length ? { body } : to;
  patches.set(to, { from, patched });
  return patched;
}

function resultOf(sent: Sent): object {
  const known = read.get(sent);
  if (known) return known;
  const result: unknown = JSON.parse(sent.body);
  if (typeof result !== 'object' || result === null) throw new TypeError('It is no result.');
  read.set(sent, result);
  return result;
}
