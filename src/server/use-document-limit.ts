import type { DocumentNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { abortedBy, forgetPlaces, parseBounded } from '../documents/check-document.ts';

/**
 * Texts are counted, and what was parsed of one takes about sixty times its memory. So longer documents than any
 * that a page or a router would send are parsed each time: whoever sends a different one with each request must
 * not fill the memory.
 */
const maxDocument = 8_192;
const maxText = 1_048_576;
/** What is kept of even the shortest takes some 3 KiB. */
const maxDocuments = 500;

/**
 * Refuses a document that would take long to read or to validate, and remembers the valid ones that were sent last. Of
 * others nothing is kept: what is wrong with a short text can take twenty times the memory of a valid one.
 *
 * @param persisted the document of a text that is valid, and kept whatever else is sent
 */
export function useDocumentLimit(persisted: (text: string) => DocumentNode | undefined): Plugin {
  const recent = new LRUCache<string, DocumentNode>({
    max: maxDocuments,
    maxSize: maxText,
    maxEntrySize: maxDocument,
    // Even an empty document takes some.
    sizeCalculation: (_document, text) => text.length + 1,
  });
  const known = (text: string) => persisted(text) ?? recent.get(text);

  return {
    onParse({ context, setParsedDocument, setParseFn }) {
      const document = known(context.params.query ?? '');
      if (document) setParsedDocument(document);
      else setParseFn(parseBounded);
    },
    onValidate({ params, context, setResult }) {
      const text = context.params.query ?? '';
      // oxlint-disable-next-line typescript/no-unsafe-assignment -- envelop does not say what it is
      const document: DocumentNode = params.documentAST;
      if (known(text) === document) {
        setResult([]);
        return undefined;
      }
      return ({ valid, result, setResult: replaceResult }) => {
        if (valid) {
          forgetPlaces(document);
          recent.set(text, document);
        }
        const aborted = abortedBy(result);
        if (aborted) replaceResult([aborted]);
      };
    },
  };
}
