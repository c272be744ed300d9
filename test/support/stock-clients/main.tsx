import type { ComponentType } from 'react';
import { createRoot } from 'react-dom/client';

/** What a stock client is told by the address of the page. */
export interface PageProps {
  /** The address of the gateway. */
  readonly url: string;
  /** How a query is named instead of sent: by the ids of the manifest, or by hashes as they come. */
  readonly ids: 'manifest' | 'automatic' | null;
}

const pages: Readonly<Record<string, () => Promise<{ readonly Page: ComponentType<PageProps> }>>> =
  {
    apollo: () => import('./apollo.tsx'),
    urql: () => import('./urql.tsx'),
    'live-apollo': () => import('./live-apollo.tsx'),
    'live-urql': () => import('./live-urql.tsx'),
  };

const told = new URLSearchParams(location.search);
const load = pages[told.get('client') ?? ''];
const root = document.querySelector('#root');
if (!load || !root) throw new Error(`No such page: ${location.search}`);
const { Page } = await load();
const ids = told.get('ids');
createRoot(root).render(
  <Page url={told.get('url') ?? ''} ids={ids === 'manifest' || ids === 'automatic' ? ids : null} />,
);
