import { LRUCache } from 'lru-cache';

/**
 * Texts are counted, and what was parsed of one takes about sixty times its memory. So longer documents than any
 * that a page or a router would send are parsed each time: whoever sends a different one with each request must
 * not fill the memory.
 */
const maxDocument = 8_192;
const maxText = 1_048_576;
/** What validation found hangs on its document: about 70 KiB where it failed, however short the text is. */
const maxDocuments = 500;

/** What is known of the documents that were sent last, by their text. */
export const createDocumentCache = <Known extends object>() =>
  new LRUCache<string, Known>({
    max: maxDocuments,
    maxSize: maxText,
    maxEntrySize: maxDocument,
    // Even an empty document takes some.
    sizeCalculation: (_known, document) => document.length + 1,
  });
