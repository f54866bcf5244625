import { builtInNodes, compile, journeyDocument, nodeTypesOf } from '@wend/engine';
import { expect, it } from 'vitest';
import { demoJourneys } from './journeys.ts';

it.each(demoJourneys.map((document) => [document.name, document] as const))('has no problem in %s', (_, document) => {
  expect(compile(journeyDocument.parse(document), nodeTypesOf(builtInNodes)).problems).toEqual([]);
});
