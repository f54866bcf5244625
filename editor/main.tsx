import '@fontsource-variable/inter/wght.css';
import './theme/tokens.css';
import './theme/base.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Refused } from './api/client.ts';
import { makeRouter } from './shell/router.tsx';
import { followTheme } from './theme/theme.ts';

followTheme();
const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      // The server may well be on this machine: no network is no reason not to ask it.
      networkMode: 'always',
      retry: (count, error) => count < 2 && error instanceof Refused && error.isPassing,
    },
    mutations: { networkMode: 'always' },
  },
});
const router = makeRouter(queryClient);
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
