/** Does something that writes so many bytes: now, or after others have been heard. */
export type InSlices = (bytes: number, write: () => void) => void;

/** Bytes that are written in one turn of the event loop: that is for about a millisecond. */
const mostBytes = 2 ** 18;
/** What it costs to write anything, in bytes that are written in the same time. */
const bytesEach = 2 ** 14;

/** Keeps what is written to very many at one moment from holding up all else: the network is looked at in between. */
export function createSlices(): InSlices {
  const waiting: { readonly bytes: number; readonly write: () => void }[] = [];
  let written = 0;
  let isDue = false;

  function begin(bytes: number, write: () => void): void {
    written += bytes + bytesEach;
    if (!isDue) setImmediate(goOn);
    isDue = true;
    write();
  }

  function goOn(): void {
    written = 0;
    isDue = false;
    while (written < mostBytes) {
      const next = waiting.shift();
      if (!next) return;
      begin(next.bytes, next.write);
    }
  }

  return (bytes, write) => {
    if (written < mostBytes) begin(bytes, write);
    else waiting.push({ bytes, write });
  };
}
