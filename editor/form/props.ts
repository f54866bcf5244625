import type { Problem } from '@wend/engine';
import type { Schema } from './fields.ts';

export interface FieldProps {
  readonly schema: Schema;
  /** Place below the config, e.g. `variants.0.share`. */
  readonly path: string;
  readonly value: unknown;
  readonly problems: readonly Problem[];
  readonly onChange: (value: unknown, path: string) => void;
}

export interface ControlProps extends FieldProps {
  readonly id: string;
  readonly isWrong: boolean;
}
