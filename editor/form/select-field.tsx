import { builtInChannels, wordsOfChannel } from '@wend/engine';
import { z } from 'zod';
import { bare, emptyOf, isOptional, metaOf } from './fields.ts';
import { useOffered } from './offered.ts';
import type { ControlProps } from './props.ts';

/** One of a few: the values of the schema, or the journey's steps. A value that is not among them is shown as it is. */
export function SelectField(props: ControlProps) {
  const { schema, id, value, say, isWrong } = props;
  const { absent = 'Not said' } = metaOf(schema);
  const choices = useChoices(props);
  // What was left to its default holds that.
  const said = value ?? (schema instanceof z.ZodDefault ? emptyOf(schema) : undefined);
  const text = typeof said === 'string' ? said : '';
  const isKnown = choices.some(([one]) => one === text);
  return (
    <select id={id} className="input" aria-invalid={isWrong} value={text} onChange={({ target }) => say(target.value)}>
      {isOptional(schema) ? <option value="">{absent}</option> : text === '' && <option value="">Choose</option>}
      {!isKnown && text !== '' && <option value={text}>{text}</option>}
      {choices.map(([one, word]) => (
        <option key={one} value={one}>
          {word}
        </option>
      ))}
    </select>
  );
}

function useChoices({ schema }: ControlProps): readonly (readonly [value: string, word: string])[] {
  const { widget, choices } = metaOf(schema);
  const steps = useOffered(widget === 'message-step' ? 'message-step' : 'step');
  if (widget === 'channel') return builtInChannels.map((channel) => [channel, wordsOfChannel(channel)]);
  if (widget === 'step' || widget === 'message-step') return steps.map(({ path, label }) => [path, label]);
  const inner = bare(schema);
  return inner instanceof z.ZodEnum
    ? inner.options.map((option) => [String(option), choices?.[String(option)] ?? String(option)])
    : [];
}
