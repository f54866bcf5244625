import { expect, it } from 'vitest';
import { journeyDocument } from '../document/schema.ts';
import { nodeTypesOf } from '../node/node-types.ts';
import { builtInNodes } from '../nodes/index.ts';
import { validate } from '../walk/compile.ts';
import { templates } from './index.ts';

it.each(templates.map(({ title, document }) => [title, document] as const))(
  'starts %s with nothing left to mend',
  (_, document) => {
    expect(validate(journeyDocument.parse(document), nodeTypesOf(builtInNodes))).toEqual([]);
  },
);
