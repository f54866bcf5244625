import { create } from 'zustand';

/** Whether the last question reached the server. Every answer, a refusal as well, says that it did. */
export const useConnection = create<{ readonly isLost: boolean }>(() => ({ isLost: false }));

export function heard(isHeard: boolean): void {
  if (useConnection.getState().isLost === isHeard) useConnection.setState({ isLost: !isHeard });
}
