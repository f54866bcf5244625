import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
  Outlet,
  type RouterHistory,
  redirect,
  useRouter,
} from '@tanstack/react-router';
import { z } from 'zod';
import { Refused } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { loadOwnTypes } from '../journey/node-types.ts';
import { Frame } from './frame.tsx';
import { SignedOut } from './signed-out.tsx';
import { Failed, StatePage } from './states.tsx';

interface RouterContext {
  readonly queryClient: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: Nowhere,
  errorComponent: Broken,
});

/** What could not be shown: signed out, refused, or gone wrong here. */
function Broken({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  if (error instanceof Refused && error.status === 401) return <SignedOut />;
  const again = async (): Promise<void> => {
    await router.invalidate();
    reset();
  };
  return (
    <Failed
      error={error instanceof Error ? error : new Error(String(error))}
      retry={() => void again()}
      as={StatePage}
    />
  );
}

function Nowhere() {
  return (
    <StatePage title="There is nothing here" text="The address may be mistyped, or what was here is gone.">
      <a className="button" href="/">
        All journeys
      </a>
    </StatePage>
  );
}

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async ({ context: { queryClient } }) => {
    const { workspaces } = await queryClient.ensureQueryData(queries.me);
    const [first] = workspaces;
    if (first) throw redirect({ to: '/w/$workspaceId/journeys', params: { workspaceId: first.id } });
  },
  component: () => <StatePage title="You belong to no workspace yet" text="Whoever set Wend up can add you to one." />,
});

const workspace = createRoute({
  getParentRoute: () => root,
  path: '/w/$workspaceId',
  beforeLoad: async ({ context: { queryClient }, params: { workspaceId } }) => {
    await queryClient.ensureQueryData(queries.me);
    await loadOwnTypes(workspaceId);
  },
  component: Frame,
});

/** What an address says beside its path; what makes no sense there is left out. */
const said = z.string().optional().catch(undefined);

/** What one sees is in the address: mode, the step looked at, the person followed. */
const journeySearch = z.object({
  mode: z.enum(['build', 'live', 'history']).optional().catch(undefined),
  step: said,
  run: said,
});

const journeys = createRoute({
  getParentRoute: () => workspace,
  path: 'journeys',
  validateSearch: z.object({ q: said }),
  component: lazyRouteComponent(() => import('../journeys/list-page.tsx'), 'JourneysPage'),
});
const journeyRoute = createRoute({
  getParentRoute: () => workspace,
  path: 'journeys/$journeyId',
  validateSearch: journeySearch,
  component: lazyRouteComponent(() => import('../journey/page.tsx'), 'JourneyPage'),
});
const people = createRoute({
  getParentRoute: () => workspace,
  path: 'people',
  validateSearch: z.object({ q: said }),
  component: lazyRouteComponent(() => import('../people/list-page.tsx'), 'PeoplePage'),
});
const person = createRoute({
  getParentRoute: () => workspace,
  path: 'people/$profileId',
  component: lazyRouteComponent(() => import('../people/profile-page.tsx'), 'ProfilePage'),
});
const messages = createRoute({
  getParentRoute: () => workspace,
  path: 'messages',
  validateSearch: z.object({ channel: said, state: said }),
  component: lazyRouteComponent(() => import('../people/messages-page.tsx'), 'MessagesPage'),
});
const events = createRoute({
  getParentRoute: () => workspace,
  path: 'events',
  validateSearch: z.object({ q: said }),
  component: lazyRouteComponent(() => import('../people/events-page.tsx'), 'EventsPage'),
});
const sandbox = createRoute({
  getParentRoute: () => workspace,
  path: 'sandbox',
  validateSearch: z.object({ profile: said }),
  component: lazyRouteComponent(() => import('../sandbox/page.tsx'), 'SandboxPage'),
});
const settings = createRoute({
  getParentRoute: () => workspace,
  path: 'settings',
  component: lazyRouteComponent(() => import('../shell/settings-page.tsx'), 'SettingsPage'),
});
const status = createRoute({
  getParentRoute: () => workspace,
  path: 'status',
  component: lazyRouteComponent(() => import('../status/status-page.tsx'), 'StatusPage'),
});

const routeTree = root.addChildren([
  home,
  workspace.addChildren([journeys, journeyRoute, people, person, messages, events, sandbox, settings, status]),
]);

/** `history` is the browser's own unless another is handed in. */
export function makeRouter(queryClient: QueryClient, history?: RouterHistory) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: false,
    ...(history === undefined ? {} : { history }),
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
