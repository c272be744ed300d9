/** When a call was sent and when it was answered, Infinity while it is under way. Unit: milliseconds. */
export interface CallSpan {
  readonly from: number;
  readonly to: number;
}

/** The most calls that can have arrived within one window, each at the worst moment between sending and answer. */
export function mostArrivals(calls: readonly CallSpan[], windowMs: number): number {
  // A window can hold a call that is sent before its end and not answered before its start. No window
  // holds more than one that starts with an answer.
  const inWindow = (start: number) =>
    calls.filter(({ from, to }) => from < start + windowMs && to >= start).length;
  return Math.max(0, ...calls.map(({ to }) => inWindow(to)));
}
