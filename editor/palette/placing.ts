import type { Place } from '@wend/engine';
import { create } from 'zustand';

interface PlacingStore {
  /** A step type in the hand: picked from the palette, on its way to a +. */
  readonly held:
    | { readonly type: string; readonly x: number; readonly y: number; readonly isDragged: boolean }
    | undefined;
  readonly over: Place | undefined;
  /** The + whose list is open, and where it is on the screen. */
  readonly asking: { readonly at: Place; readonly x: number; readonly y: number } | undefined;
  /** What a + does: places what is held, else asks. Set by the page, which knows the journey. */
  readonly place: (at: Place, type: string) => void;
  open(at: Place, box: { readonly left: number; readonly bottom: number }): void;
  hold(type: string, x: number, y: number): void;
  drag(x: number, y: number, over: Place | undefined): void;
  letGo(): void;
}

export const usePlacing = create<PlacingStore>((set, get) => ({
  held: undefined,
  over: undefined,
  asking: undefined,
  place: () => {},

  open(at, { left, bottom }) {
    const { held, place } = get();
    if (!held) return set({ asking: { at, x: left, y: bottom + 4 } });
    set({ held: undefined, over: undefined });
    place(at, held.type);
  },

  hold: (type, x, y) => set({ held: { type, x, y, isDragged: false }, asking: undefined }),
  drag: (x, y, over) => set(({ held }) => (held ? { held: { ...held, x, y, isDragged: true }, over } : {})),
  letGo: () => set({ held: undefined, over: undefined, asking: undefined }),
}));
