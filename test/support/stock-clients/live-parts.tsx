import type { ReactNode } from 'react';
import { liveParts } from './questions.ts';

/** What of an answer the test reads: the figure itself, or why there is none. */
export const Figure = ({ children }: { readonly children: ReactNode }) => (
  <p className="figure">{children}</p>
);

/** Each part by itself: what they share is up to the client. */
export const allParts = (Part: () => ReactNode) =>
  Array.from({ length: liveParts }, (_, index) => <Part key={index} />);
