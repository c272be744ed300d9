import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
import { Dashboard } from './dashboard.tsx';
import { client } from './gateway.ts';

const root = document.querySelector('#root');
if (!root) throw new TypeError('The page has no #root.');
createRoot(root).render(
  <StrictMode>
    <Provider value={client}>
      <Dashboard />
    </Provider>
  </StrictMode>,
);
