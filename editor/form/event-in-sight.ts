import { createContext } from 'react';

/** The event whose properties a form around here asks about; absent: the one with which people entered. */
export const EventInSight = createContext<string | undefined>(undefined);
