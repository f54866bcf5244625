import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { Protected } from './protected.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('shows what a browser may not change, and protects what is written there, a name a line', async () => {
  const asked: unknown[] = [];
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(
      new URL(String(input instanceof Request ? input.url : input), 'http://localhost'),
      init,
    );
    asked.push([request.method, new URL(request.url).pathname, await request.json()]);
    return new Response(null, { status: 204 });
  });
  const source = { id: 's1', name: 'Web shop', protectedAttributes: ['tier'] };
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Protected workspaceId="w1" source={source} />
    </QueryClientProvider>,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Protect details' }));
  const names = screen.getByLabelText('Also protected, one a line');
  expect(names).toHaveProperty('value', 'tier');
  fireEvent.change(names, { target: { value: 'tier\n credit , \n' } });
  fireEvent.click(screen.getByRole('button', { name: 'Protect them' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(asked).toEqual([['PUT', '/api/w/w1/sources/s1/protected', { attributes: ['tier', 'credit'] }]]);
});
