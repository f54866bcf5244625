/** Width of every card, in pixels. */
export const cardWidth = 272;
/** Free space between two columns, in pixels. */
export const gapX = 48;
/** Free space between a card and what follows it, in pixels; lines bend half-way. */
export const gapY = 64;
/** The same under a card with several ways out: each way then has room for its name before the next card. */
export const gapFan = 96;
/** The place shown under a port that leads nowhere yet, and the width kept for a line that passes beside cards, in pixels. */
export const slotWidth = 160;
export const slotHeight = 40;
