import { z } from 'zod';

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface JsonSchemas {
  /** What has a name (`.meta({ id })`) stands here once, and everywhere else by reference. */
  readonly named: Readonly<Record<string, JsonSchema>>;
  readonly of: (schema: z.ZodType) => JsonSchema;
}

/** Answers as JSON Schema (draft 2020-12), which is what OpenAPI 3.1 speaks. All at once, so that a name means one thing. */
export function jsonSchemas(schemas: readonly z.ZodType[]): JsonSchemas {
  const all = [...new Set(schemas)];
  const keyed = Object.fromEntries(all.map((schema, index) => [`answer${index}`, schema]));
  const { properties, $defs } = z.toJSONSchema(z.object(keyed), { io: 'output', override: plainly });
  const made = placed({ properties, named: $defs ?? {} });
  return {
    named: made.named,
    of: (schema) => made.properties[`answer${all.indexOf(schema)}`] ?? {},
  };
}

/** Of what a schema says of itself, the words: not how a form draws it. A format says the same as its pattern, and in short. */
function plainly({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: z.core.JSONSchema.BaseSchema }) {
  for (const key of Object.keys(z.globalRegistry.get(zodSchema) ?? {}))
    if (!['title', 'description'].includes(key)) delete jsonSchema[key];
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  delete jsonSchema.readOnly;
}

interface Made {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly named: Readonly<Record<string, JsonSchema>>;
}

/** Names as OpenAPI finds them. */
function placed(made: object): Made {
  return JSON.parse(JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/'));
}
