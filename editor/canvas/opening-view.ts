import { cardWidth } from '@wend/engine';
import type { Viewport } from '@xyflow/react';
import type { Flow } from './flow.ts';

/** Text on a card can be read from here on. */
const LEAST = 0.7;
const MOST = 0.9;
const MARGIN = 40;
/** What the tools at the lower edge cover. */
const TOOLS = 72;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where one looks when a journey opens: at the whole of it if it can be read so, else at its beginning. */
export function openingView({ left, width, height }: Flow, box: Size): Viewport {
  const room = { width: box.width - 2 * MARGIN, height: box.height - MARGIN - TOOLS };
  if (room.width <= 0 || room.height <= 0) return { x: MARGIN, y: MARGIN, zoom: MOST };
  const fitting = Math.min(room.width / Math.max(1, width), room.height / Math.max(1, height));
  const zoom = Math.min(MOST, Math.max(LEAST, fitting));
  const isWhole = fitting >= LEAST;
  const axis = isWhole ? left + width / 2 : cardWidth / 2;
  return {
    x: Math.round(box.width / 2 - axis * zoom),
    y: isWhole ? Math.round(MARGIN + (room.height - height * zoom) / 2) : MARGIN,
    zoom,
  };
}
