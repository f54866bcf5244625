import type { NodeTypes } from '@wend/engine';
import type { Context as HonoContext } from 'hono';
import type { ActingContext, Asker, Auth, Context, Keys, WhoAsked } from '../access/index.ts';
import type { Clock } from '../clock/index.ts';
import type { Limit } from '../intake/rate-limit.ts';
import type { RenderMessages } from '../messages/contract.ts';
import type { LoadedNodes } from '../nodes/index.ts';
import type { SandboxDoor } from '../sandbox/door.ts';
import type { Span, Traces } from '../traces/index.ts';
import type { Log } from '../watch/log.ts';
import type { Readiness } from '../watch/readiness.ts';

/** What a request carries from one handler to the next. */
export interface Env {
  Variables: {
    requestId: string;
    /** Of this request, where traces are gathered. */
    span: Span | undefined;
    asker: Asker;
    context: Context & ActingContext;
    /** Asked anew: whether who began this request may still read here. */
    isStillIn: () => Promise<boolean>;
  };
}

/** How often an address, and a member or program, may ask. */
export interface ApiLimits {
  readonly perAddress: Limit;
  readonly perKey: Limit;
}

/** What the routes work with; `process` wires it. No database: a workspace is read and changed by whom `whoAsked` lets in. */
export interface ApiDeps {
  readonly whoAsked: WhoAsked;
  readonly auth: Auth;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly nodeTypes: NodeTypes;
  /** The operator's own, as browsers load them. */
  readonly nodeModules: Pick<LoadedNodes, 'modules' | 'moduleOf'>;
  /** As messages are rendered when they are sent. */
  readonly render: RenderMessages;
  readonly sandbox: SandboxDoor;
  /** How a browser reaches us; also the only Origin and Host that is answered. */
  readonly publicUrl: string;
  readonly port: number;
  readonly hint: () => void;
  /** Whether everything is there that an event needs to become a message. */
  readonly readiness: () => Promise<Readiness>;
  readonly limits?: ApiLimits | undefined;
  /** Whom the limit of addresses counts. */
  readonly addressOf?: ((c: HonoContext) => string) | undefined;
  readonly onError: (
    error: unknown,
    about: { readonly requestId: string; readonly workspaceId?: string | undefined },
  ) => void;
  /** What is asked of us, and how it was answered. */
  readonly log?: Log | undefined;
  readonly traces?: Traces | undefined;
}
