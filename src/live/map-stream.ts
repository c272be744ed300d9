/**
 * The same stream with something made of each value. A generator would do, but for this: whoever leaves one while it waits
 * for a value is not heard before that comes.
 */
export function mapStream<From, To>(
  stream: AsyncIterableIterator<From>,
  make: (value: From) => To,
): AsyncIterableIterator<To> {
  const over: IteratorResult<To> = { done: true, value: undefined };
  const mapped: AsyncIterableIterator<To> = {
    async next() {
      const result = await stream.next();
      return result.done === true ? over : { done: false, value: make(result.value) };
    },
    async return() {
      await stream.return?.();
      return over;
    },
    [Symbol.asyncIterator]: () => mapped,
  };
  return mapped;
}
