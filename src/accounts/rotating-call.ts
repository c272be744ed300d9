import type { Call } from '../exchange/client.ts';

/** The calls of an account whose key may be replaced while some are on their way. */
export interface RotatingCall {
  /**
   * A call with the key of the moment. One that comes back refused after its key was replaced is to be made
   * once more, which is then with the new key.
   */
  readonly call: Call;
  /** Makes all further calls with another key. */
  rotate(next: Call): void;
}

export function createRotatingCall(initial: Call): RotatingCall {
  let present = initial;
  return {
    async call(request) {
      const used = present;
      const outcome = await used(request);
      const isOutdated = used !== present && 'error' in outcome && outcome.remedy === 'give-up';
      return isOutdated ? { ...outcome, remedy: 'once-more' } : outcome;
    },
    rotate(next) {
      present = next;
    },
  };
}
