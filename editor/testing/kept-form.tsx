import type { Problem } from '@wend/engine';
import { useState } from 'react';
import type { z } from 'zod';
import { SchemaForm } from '../form/schema-form.tsx';

/** What was written last, and where. */
export interface Written {
  value: unknown;
  path: string;
}

interface KeptFormProps {
  readonly schema: z.ZodType;
  readonly problems?: readonly Problem[];
  readonly written: Written;
}

/** A form that keeps what is written into it, as a step does. */
export function KeptForm({ schema, problems = [], written }: KeptFormProps) {
  const [value, setValue] = useState(written.value);
  const keep = (next: unknown, path: string): void => {
    Object.assign(written, { value: next, path });
    setValue(next);
  };
  return <SchemaForm schema={schema} path="" value={value} problems={problems} onChange={keep} />;
}
