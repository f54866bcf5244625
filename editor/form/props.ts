import type { Problem } from '@wend/engine';
import type { ComponentType } from 'react';
import type { Schema } from './fields.ts';

export interface FieldProps {
  readonly schema: Schema;
  /** Place below the config, e.g. `variants.0.share`. */
  readonly path: string;
  readonly value: unknown;
  readonly problems: readonly Problem[];
  readonly onChange: (value: unknown, path: string) => void;
  /** The fields beside this one: what is offered may depend on them. */
  readonly beside?: Readonly<Record<string, unknown>>;
}

export interface ControlProps extends FieldProps {
  readonly id: string;
  readonly isWrong: boolean;
  /** The same as `onChange` at this place; nothing typed into an optional field is no value. */
  readonly say: (value: unknown) => void;
  /** Draws the form of what lies inside. Handed down, since it draws this control. */
  readonly form: ComponentType<FieldProps>;
}
