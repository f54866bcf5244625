import type { Json, JsonObject } from '@wend/engine';
import { z } from 'zod';

// What we hand on as it came to us. There is nothing to say of its inside, so each says what it is; the types are what a JSON column holds.

/** Any JSON. */
export const anyJson = (description: string): z.ZodType<Json> => z.unknown().meta({ description }) as z.ZodType<Json>;

/** An object of any JSON, or of a type that is told elsewhere. */
export const anyObject = <Shape extends object = JsonObject>(description: string): z.ZodType<Shape> =>
  z.record(z.string(), z.unknown()).meta({ description }) as z.ZodType<unknown> as z.ZodType<Shape>;
