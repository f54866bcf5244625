import type { ProfileFact } from '../facts/request.ts';
import type { RunView } from '../node/run-view.ts';
import { variablesFor } from '../node/variables.ts';
import type { Instant } from '../time/instant.ts';
import { renderHtml, renderText } from './liquid.ts';

export interface MessageContext {
  readonly profile: ProfileFact;
  readonly run: Pick<RunView, 'entry' | 'variables'>;
  readonly now: Instant;
}

export type RenderedMessage =
  | { readonly ok: true; readonly fields: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly field: string; readonly why: string };

/** Renders the fields of a message; `html` ones escape what they put in. Preview and sending are this same function. */
export function renderMessage(
  content: Readonly<Record<string, string>>,
  { profile, run, now }: MessageContext,
): RenderedMessage {
  const variables = variablesFor(profile, run, now);
  const fields: Record<string, string> = {};
  for (const [field, template] of Object.entries(content)) {
    const rendered = field === 'html' ? renderHtml(template, variables) : renderText(template, variables);
    if (rendered.kind === 'failed') return { ok: false, field, why: rendered.problem.message };
    fields[field] = rendered.text;
  }
  return { ok: true, fields };
}
