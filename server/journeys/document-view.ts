import { journeyDocument } from '@wend/engine';

export const documentView = journeyDocument.meta({
  id: 'JourneyDocument',
  description:
    'What a journey is: its entry, steps, edges, goals and exits. /journey.schema.json says what may be sent',
});
