/** Where a span stands, in the words of W3C Trace Context: what travels in the header `traceparent` and lies in a row. */
export type TraceParent = string;

export interface SpanStart {
  /** The span that asked for it; without one, or with one that makes no sense, a trace begins. */
  readonly parent?: TraceParent | undefined;
  /** Spans of other traces that it is about. */
  readonly links?: readonly TraceParent[] | undefined;
  readonly kind?: 'server' | 'client' | 'internal' | undefined;
  readonly attributes?: Attributes | undefined;
}

/** Ids, numbers and names of our own, as in a log line; nothing of a person. */
export type Attributes = Readonly<Record<`wend.${string}` | `http.${string}`, string | number>>;

export interface Span {
  readonly parent: TraceParent;
  end(end?: {
    readonly name?: string | undefined;
    readonly attributes?: Attributes | undefined;
    readonly failed?: boolean | undefined;
  }): void;
}

/** Traces of one role. Where nobody gathers them there is none of these, and none of the libraries is loaded. */
export interface Traces {
  start(name: string, start?: SpanStart): Span;
  /** Sends what has ended. */
  stop(): Promise<void>;
}
