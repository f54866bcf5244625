import { builtInChannels, wordsOfChannel } from '@wend/engine';
import { z } from 'zod';
import { bare, emptyOf, isOptional, metaOf } from './fields.ts';
import { useOffered } from './offered.ts';
import type { ControlProps } from './props.ts';

type Choices = readonly (readonly [value: string, word: string])[];

/** One of a few, as its schema names them. */
export function SelectField(props: ControlProps) {
  return <Select {...props} choices={choicesOf(props.schema)} />;
}

/** One of the journey's steps. */
export function StepField(props: ControlProps) {
  const { widget } = metaOf(props.schema);
  const steps = useOffered(widget === 'message-step' ? 'message-step' : 'step');
  return <Select {...props} choices={steps.map(({ path, label }) => [path, label] as const)} />;
}

/** One of the segments that are kept, by its name. */
export function SegmentField(props: ControlProps) {
  const segments = useOffered('segment');
  return <Select {...props} choices={segments.map(({ path, label }) => [path, label] as const)} />;
}

/** A value that is not among them is shown as it is. */
function Select({ schema, id, value, say, isWrong, choices }: ControlProps & { readonly choices: Choices }) {
  const { absent = 'Not said' } = metaOf(schema);
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

function choicesOf(schema: ControlProps['schema']): Choices {
  const { widget, choices } = metaOf(schema);
  if (widget === 'channel') return builtInChannels.map((channel) => [channel, wordsOfChannel(channel)]);
  const inner = bare(schema);
  return inner instanceof z.ZodEnum
    ? inner.options.map((option) => [String(option), choices?.[String(option)] ?? String(option)])
    : [];
}
