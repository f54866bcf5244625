import { createContext } from 'react';

/** The whole config around a field, where what it shows depends on something that does not stand beside it. */
export const StepConfig = createContext<Readonly<Record<string, unknown>>>({});
