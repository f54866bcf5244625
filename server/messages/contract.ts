import type {
  Instant,
  JourneyVersionId,
  JsonObject,
  MessageId,
  PersonEvent,
  ProfileFact,
  ProfileId,
  SendSpec,
  WorkspaceId,
} from '@wend/engine';
import type { Reading } from '../database/index.ts';

/** A planned message with all that its templates may read. */
export interface MessageToRender {
  readonly workspaceId: WorkspaceId;
  readonly profileId: ProfileId;
  readonly id: MessageId;
  /** Absent for a draft that is looked at. */
  readonly journeyVersionId?: JourneyVersionId | undefined;
  readonly step: string;
  readonly to: string;
  readonly spec: SendSpec;
  readonly profile: ProfileFact;
  readonly entry: PersonEvent;
  readonly variables: JsonObject;
}

export type Rendered =
  | {
      readonly kind: 'rendered';
      readonly payload: JsonObject;
      readonly links: readonly { readonly n: number; readonly token: string; readonly url: string }[];
    }
  /** A template that fails or says nothing is skipped with a sentence, never sent half. */
  | { readonly kind: 'failed'; readonly why: string };

/** Renders a chunk: templates, tracked links, opt-out words. Deterministic but for fresh link tokens, which are stored with the payload. */
export interface RenderMessages {
  (db: Reading, messages: readonly MessageToRender[], now: Instant): Promise<ReadonlyMap<MessageId, Rendered>>;
}
