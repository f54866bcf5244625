import { z } from 'zod';
import { journeyDocument } from './schema.ts';

/** A journey document as JSON Schema (draft 2020-12): what may be sent in, defaults left out. A step's config is its node type's own. */
export function journeyJsonSchema(): object {
  return { title: 'A journey', ...z.toJSONSchema(journeyDocument, { io: 'input', unrepresentable: 'any' }) };
}
