import type { Instant, Resumption, SendResult } from '@wend/engine';
import type { Message } from '../tables/index.ts';
import type { Claimed } from './claim.ts';

/** What is to be done with a claimed run now. */
export type Next =
  | { readonly kind: 'end' }
  | { readonly kind: 'walk'; readonly resume: Resumption | undefined }
  | { readonly kind: 'send'; readonly message: Message }
  | { readonly kind: 'resolve'; readonly message: Message };

/** Exits come first; then, at a tie with a deadline, the event wins. */
export function nextFor({ run, exit, wait, wake, message, call }: Claimed, now: Instant): Next {
  if (exit) return { kind: 'end' };
  if (run.phase === 'sending' && message) {
    if (message.state === 'planned') return { kind: 'send', message };
    if (message.state === 'sending') return { kind: 'resolve', message };
    return { kind: 'walk', resume: { kind: 'sent', result: resultOf(message) } };
  }
  if (run.phase === 'calling' && call) return { kind: 'walk', resume: { kind: 'called', result: calledOf(call) } };
  if (run.phase !== 'waiting') return { kind: 'walk', resume: undefined };
  if (wake)
    return {
      kind: 'walk',
      resume:
        wake.kind === 'event' && wake.event
          ? { kind: 'event', event: wake.event }
          : { kind: wake.kind === 'released' ? 'released' : 'changed' },
    };
  return { kind: 'walk', resume: { kind: wait && now < wait.until ? 'changed' : 'due' } };
}

function calledOf({
  state,
  output,
  error,
}: NonNullable<Claimed['call']>): Extract<Resumption, { kind: 'called' }>['result'] {
  if (state === 'done') return { kind: 'done', output: output ?? {} };
  return { kind: state === 'failed' ? 'failed' : 'unknown', why: error ?? '' };
}

function resultOf({ state, outcome }: Message): SendResult {
  if (state === 'accepted' || state === 'ghost') return { kind: state };
  if (outcome) return storedResult(outcome);
  return { kind: 'unknown', why: 'The provider gave no answer' };
}

function storedResult(outcome: NonNullable<Message['outcome']>): SendResult {
  // `outcome` is written by the gates and the recorder alone, and as a SendResult.
  return outcome as unknown as SendResult;
}
