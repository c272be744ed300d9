import { LRUCache } from 'lru-cache';

/**
 * Texts are counted, and what was parsed of one takes about sixty times its memory. So longer documents than any
 * that a page or a router would send are parsed each time: whoever sends a different one with each request must
 * not fill the memory.
 */
const longestDocument = 8_192;
const mostText = 1_048_576;

/** What is known of the documents that were sent last, by their text. */
export const createDocumentCache = <Known extends object>() =>
  new LRUCache<string, Known>({
    maxSize: mostText,
    maxEntrySize: longestDocument,
    sizeCalculation: (_known, document) => document.length,
  });
