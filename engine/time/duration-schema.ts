import { z } from 'zod';

/** ISO 8601 duration: `PT30M`, `P3D`, `P1M`. In waits days and months are the person's calendar; in windows a day is 24 h. */
export const duration = z
  .string()
  .max(40)
  .regex(/^P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/, 'A duration like PT30M or P3D');
export type Duration = z.infer<typeof duration>;
