/** A parsed document takes about sixty times the memory of its text. */
const longestDocument = 8_192;
const mostDocuments = 128;

/**
 * What is known of the documents that were sent last. Longer ones than any that a page or a router would send
 * are parsed each time: whoever sends a different one with each request must not fill the memory.
 */
export function createDocumentCache<T>(): {
  get(document: string): T | undefined;
  set(document: string, known: T): void;
} {
  const cache = new Map<string, T>();
  return {
    get(document) {
      const known = cache.get(document);
      if (known !== undefined) {
        // The latest is at the end.
        cache.delete(document);
        cache.set(document, known);
      }
      return known;
    },
    set(document, known) {
      if (document.length > longestDocument) return;
      cache.set(document, known);
      const [oldest = ''] = cache.keys();
      if (cache.size > mostDocuments) cache.delete(oldest);
    },
  };
}
