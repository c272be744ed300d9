/**
 * The same function of a text, which is not worked out again for the text that it was given last: of what clients send, most is
 * the same in each request.
 */
export function rememberLatest<Value>(work: (text: string) => Value): (text: string) => Value {
  let latest: { readonly text: string; readonly value: Value } | null = null;
  return (text) => {
    if (latest?.text !== text) latest = { text, value: work(text) };
    return latest.value;
  };
}
