import { State } from '../shell/states.tsx';

export function JourneyPage() {
  return <State title="The canvas comes here" />;
}
