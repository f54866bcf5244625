import { type Dispatcher, Pool } from 'undici';

/** Its time was over before its first byte was written. */
export class TooLate extends Error {
  constructor() {
    super('It could not be sent in time');
  }
}

/** Looked at in the same breath in which the request is written. */
export interface Punctual {
  readonly isTooLate: () => boolean;
}

/**
 * Writes no request whose time is over. A process that was stopped between the look at its lease and the write goes on, much later, where
 * it stood: before any timer tells it what time it is, and beside whoever has taken over. A request names its `Punctual` as `opaque`.
 */
export class PunctualPool extends Pool {
  override dispatch(options: Dispatcher.DispatchOptions & { readonly opaque?: unknown }, handler: Handler): boolean {
    const { opaque } = options;
    const connect = handler.onConnect;
    if (isPunctual(opaque) && connect)
      handler.onConnect = (...args) => {
        if (opaque.isTooLate()) throw new TooLate();
        connect.apply(handler, args);
      };
    return super.dispatch(options, handler);
  }
}

/** What undici calls as it begins to write: of the kind that its own `request` makes. */
type Handler = Dispatcher.DispatchHandler & { onConnect?: ((...args: unknown[]) => void) | undefined };

function isPunctual(opaque: unknown): opaque is Punctual {
  return typeof opaque === 'object' && opaque !== null && 'isTooLate' in opaque;
}
