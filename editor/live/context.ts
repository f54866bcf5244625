import { createContext, useContext } from 'react';
import { create } from 'zustand';

/** Figures of a step, as the stream tells them. */
interface StepFigures {
  readonly arrived: number;
  readonly resting: number;
  readonly left: Readonly<Record<string, number>>;
  readonly sent?: number;
  readonly delivered?: number;
  readonly clicked?: number;
  readonly skipped?: number;
  readonly ghost?: number;
}
export interface Figures {
  readonly entered: number;
  readonly inside: number;
  readonly converted: number;
  readonly ended: number;
  /** Held up by a fault. */
  readonly parked: number;
  readonly revenue: number;
  readonly matcherBehindMs: number;
  readonly steps: Readonly<Record<string, StepFigures>>;
}
export interface Happening {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly text: string;
  readonly runId: string;
  readonly profileId: string;
  readonly person: { readonly name: string; readonly initials: string };
}

interface LiveStore {
  readonly figures: Figures | undefined;
  readonly happenings: readonly Happening[];
  readonly isConnected: boolean;
}

/** Live numbers beside the journey, keyed by step: a tick draws only what shows a number. */
export const useLiveNumbers = create<LiveStore>(() => ({ figures: undefined, happenings: [], isConnected: false }));

interface LiveView {
  readonly isLive: boolean;
  /** Steps of the person being followed; absent where nobody is. */
  readonly path?: ReadonlySet<string> | undefined;
  /** Asked when somebody wants the people behind a number. */
  readonly showPeople?: ((step: string) => void) | undefined;
}

export const LiveContext = createContext<LiveView>({ isLive: false });
export const useLive = (): LiveView => useContext(LiveContext);
