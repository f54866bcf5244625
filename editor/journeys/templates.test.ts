import { builtInNodes, journeyDocument, nodeTypesOf, validate } from '@wend/engine';
import { expect, it } from 'vitest';
import { templates } from './templates.ts';

it.each(templates.map(({ title, document }) => [title, document] as const))(
  'starts %s with nothing left to mend',
  (_, document) => {
    expect(validate(journeyDocument.parse(document), nodeTypesOf(builtInNodes))).toEqual([]);
  },
);
