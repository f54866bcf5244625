import type { ComponentType } from 'react';
import { z } from 'zod';
import { ConditionField, ConditionsField } from './condition-field.tsx';
import { OptionalDuration } from './duration-field.tsx';
import { bare, metaOf } from './fields.ts';
import { NumberInput } from './number-input.tsx';
import { PathField } from './path-field.tsx';
import { PickField } from './pick-field.tsx';
import type { ControlProps } from './props.ts';
import { SecretInput } from './secret-input.tsx';
import { SegmentField, SelectField, StepField } from './select-field.tsx';
import { SmsField, TemplateField } from './template-field.tsx';
import { Weekdays } from './weekdays.tsx';

const BY_WIDGET: Readonly<Record<string, ComponentType<ControlProps>>> = {
  sms: SmsField,
  liquid: TemplateField,
  'liquid-line': TemplateField,
  email: TemplateField,
  duration: OptionalDuration,
  condition: ConditionField,
  'entry-condition': ConditionField,
  'event-condition': ConditionField,
  conditions: ConditionsField,
  event: PickField,
  topic: PickField,
  attribute: PathField,
  property: PathField,
  'entry-property': PathField,
  variable: PathField,
  step: StepField,
  'message-step': StepField,
  segment: SegmentField,
  channel: SelectField,
  weekdays: Weekdays,
  secret: SecretInput,
};

/** The control that asks for a value: by the widget that its schema names, else by the kind of value. */
export function Control(props: ControlProps) {
  const { schema, value, say, id, isWrong } = props;
  const inner = bare(schema);
  const { widget = '' } = metaOf(schema);
  const Own = BY_WIDGET[widget];
  if (Own) return <Own {...props} />;
  if (inner instanceof z.ZodEnum) return <SelectField {...props} />;
  if (inner instanceof z.ZodNumber) return <NumberInput {...props} />;
  if (inner instanceof z.ZodBoolean || inner instanceof z.ZodLiteral) {
    const [on, off] = inner instanceof z.ZodLiteral ? [inner.value, undefined] : [true, false];
    return (
      <input id={id} type="checkbox" checked={value === on} onChange={({ target }) => say(target.checked ? on : off)} />
    );
  }
  return (
    <input
      id={id}
      className="input"
      aria-invalid={isWrong}
      type={widget === 'time' || widget === 'date' ? widget : 'text'}
      value={typeof value === 'string' ? value : ''}
      onChange={({ target }) => say(target.value)}
    />
  );
}
