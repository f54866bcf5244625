import type { JourneyDocument } from '@wend/engine';
import { aJourney } from '@wend/engine/testing';

/** Waits, splits with two messages each that meet again, now and then a branch that ends. */
export function largeJourney(size: number): JourneyDocument {
  const edges: { from: string; port: string; to: string }[] = [];
  const steps: Record<string, JourneyDocument['steps'][string]> = {};
  let loose = [{ from: 'entry', port: 'next' }];
  const put = (type: string, config: JourneyDocument['steps'][string]['config'], at = loose): string => {
    const id = `s${Object.keys(steps).length}`;
    steps[id] = { type, v: 1, name: `Step ${id}`, config };
    edges.push(...at.map((place) => ({ ...place, to: id })));
    return id;
  };
  const next = (id: string) => [{ from: id, port: 'next' }];
  const variants = ['a', 'b', 'c'].map((id, n) => ({ id, name: id.toUpperCase(), share: n === 2 ? 1_000 : 4_500 }));
  for (let n = 0; Object.keys(steps).length < size; n += 1) {
    loose = next(put('wait', { until: 'duration', for: 'PT1H' }));
    const split = put('split', { variants });
    const text = put('sms', { body: 'Hi {{ profile.firstName | default: "there" }}, your cart is saved' }, [
      { from: split, port: 'a' },
    ]);
    const mail = put('email', { subject: 'Still thinking?', body: 'Your cart is waiting for you.' }, [
      { from: split, port: 'b' },
    ]);
    if (n % 3 === 0) put('end', {}, [{ from: split, port: 'c' }]);
    loose = [...next(text), ...next(mail)];
  }
  return { ...aJourney().entry('Cart Updated').document(), name: `${size} steps`, steps, edges };
}
