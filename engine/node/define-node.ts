import type { z } from 'zod';
import { distinct } from '../condition/facts-of.ts';
import type { NameOf } from '../condition/in-words.ts';
import type { Problem } from '../document/problem.ts';
import type { JourneyDocument } from '../document/schema.ts';
import type { FactRequest, Facts } from '../facts/request.ts';
import { parseTemplate } from '../message/liquid.ts';
import type { Instant } from '../time/instant.ts';
import { isJsonObject, type Json } from '../values/json.ts';
import type { Card, Port } from './card.ts';
import { labelAt, markedValues } from './marked.ts';
import type { Outcome } from './outcome.ts';
import type { Resumption } from './resumption.ts';
import type { RunView } from './run-view.ts';

export type NodeGroup = 'message' | 'timing' | 'logic' | 'action';

export interface DecideInput {
  readonly run: RunView;
  /** What the journey as a whole says where a step does not. */
  readonly journey: Pick<JourneyDocument, 'purpose' | 'topic'>;
  readonly facts: Facts;
  readonly now: Instant;
}
export interface ResumeInput extends DecideInput {
  readonly input: Resumption;
}
/** What validation may look at beside the config. */
export interface CheckContext {
  readonly document: JourneyDocument;
  readonly step: string;
}
export type ConfigProblem = Omit<Problem, 'step' | 'severity' | 'fix'> & Partial<Pick<Problem, 'severity' | 'fix'>>;

/** What the author of a node type writes. Functions are pure and synchronous. */
export interface NodeSpec<Schema extends z.ZodType> {
  readonly type: string;
  readonly version: number;
  readonly group: NodeGroup;
  /** The palette's word, e.g. "SMS". */
  readonly title: string;
  /** One sentence under the title. */
  readonly summary: string;
  /** A lucide icon name, e.g. `message-square`. */
  readonly icon: string;
  /** Drives form, validation, JSON Schema and docs; fields carry `.meta(…)` as `FieldMeta` says. */
  readonly config: Schema;
  /** What a freshly placed step holds. May be incomplete: the problems then say what is missing. */
  readonly initial: z.input<Schema>;
  readonly ports: (config: z.output<Schema>) => readonly Port[];
  /** What the card says. A step it speaks of is named by `nameOf`, never by its id. */
  readonly card: (config: z.output<Schema>, nameOf: NameOf) => Card;
  readonly facts?: (config: z.output<Schema>, step: string) => readonly FactRequest[];
  readonly decide: (input: DecideInput & { readonly config: z.output<Schema> }) => Outcome;
  readonly resume?: (input: ResumeInput & { readonly config: z.output<Schema> }) => Outcome;
  readonly check?: (config: z.output<Schema>, context: CheckContext) => readonly ConfigProblem[];
  /** Steps the run may jump to without an edge. */
  readonly jumps?: (config: z.output<Schema>) => readonly string[];
  /** Lifts a config of an older version to this one. */
  readonly upgrade?: (config: Json, from: number) => Json;
  /** True where `decide` answers `call`: the server holds a `perform` for it. */
  readonly calls?: boolean;
}

/** A node type with its config checked: what walk, canvas and validation work with. */
export interface BoundNode {
  readonly config: Json;
  readonly ports: readonly Port[];
  /** Without names, steps are called by their ids: enough for its shape. */
  card(nameOf?: NameOf): Card;
  readonly facts: readonly FactRequest[];
  readonly jumps: readonly string[];
  decide(input: DecideInput): Outcome;
  resume(input: ResumeInput): Outcome;
  check(context: CheckContext): readonly ConfigProblem[];
}

export interface NodeType
  extends Omit<
    NodeSpec<z.ZodType>,
    'ports' | 'card' | 'facts' | 'decide' | 'resume' | 'check' | 'jumps' | 'initial' | 'upgrade'
  > {
  readonly initial: Json;
  /** A config of an older version as this one has it. Throws where the type's author does. */
  upgraded(config: Json, version: number): Json;
  /** Upgrades and parses a config; problems name the field. */
  bind(
    step: string,
    config: Json,
    version: number,
  ):
    | { readonly ok: true; readonly node: BoundNode }
    | { readonly ok: false; readonly problems: readonly ConfigProblem[] };
}

/** The one way to make a node type, for built-ins and for developers alike. */
export function defineNode<Schema extends z.ZodType>(spec: NodeSpec<Schema>): NodeType {
  return {
    type: spec.type,
    version: spec.version,
    group: spec.group,
    title: spec.title,
    summary: spec.summary,
    icon: spec.icon,
    config: spec.config,
    initial: asJson(spec.initial),
    ...(spec.calls === undefined ? {} : { calls: spec.calls }),
    upgraded: (config, version) => upgraded(spec, config, version),
    bind: (step, config, version) => bind(spec, step, config, version),
  };
}

function upgraded<Schema extends z.ZodType>(spec: NodeSpec<Schema>, config: Json, version: number): Json {
  return version < spec.version && spec.upgrade ? spec.upgrade(config, version) : config;
}

function bind<Schema extends z.ZodType>(
  spec: NodeSpec<Schema>,
  step: string,
  raw: Json,
  version: number,
): ReturnType<NodeType['bind']> {
  if (version > spec.version) return { ok: false, problems: [newerVersion(spec.title, version)] };
  try {
    const parsed = spec.config.safeParse(upgraded(spec, raw, version));
    if (!parsed.success) return { ok: false, problems: parsed.error.issues.map((issue) => problemOf(spec, issue)) };
    return { ok: true, node: boundNode(spec, step, parsed.data) };
  } catch (error) {
    // One node type that throws must not take the journey along.
    const sentence = `${spec.title}: ${error instanceof Error ? error.message : String(error)}.`;
    return { ok: false, problems: [{ code: 'config', sentence }] };
  }
}

function boundNode<Schema extends z.ZodType>(
  spec: NodeSpec<Schema>,
  step: string,
  config: z.output<Schema>,
): BoundNode {
  // Of the config alone, so looked for once; validation runs at every edit.
  let marks: readonly ConfigProblem[] | undefined;
  const plain = spec.card(config, (id) => id);
  return {
    config: asJson(config),
    ports: spec.ports(config),
    card: (nameOf) => (nameOf === undefined ? plain : spec.card(config, nameOf)),
    facts: distinct(spec.facts?.(config, step) ?? []),
    jumps: spec.jumps?.(config) ?? [],
    decide: (input) => spec.decide({ ...input, config }),
    resume: (input) => {
      if (!spec.resume) throw new Error(`Node type ${spec.type} rests but has no resume`);
      return spec.resume({ ...input, config });
    },
    check: (context) => {
      marks ??= markProblems(spec.config, asJson(config));
      return [...marks, ...(spec.check?.(config, context) ?? [])];
    },
  };
}

/** What is missing or does not fit, by the name the form has for it. */
function problemOf({ config }: Pick<NodeSpec<z.ZodType>, 'config'>, issue: z.core.$ZodIssue): ConfigProblem {
  const field = issue.path.map(String).join('.');
  const label = labelAt(config, issue.path);
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  const sentence = isMissing
    ? `“${label ?? field}” is missing.`
    : label
      ? `${label}: ${issue.message}.`
      : issue.message;
  return { code: 'config', field, sentence };
}

/** Keys in plain text, and texts that cannot be filled in. */
function markProblems(schema: z.ZodType, config: Json): readonly ConfigProblem[] {
  const literal = markedValues(schema, config, 'secret').filter(({ value }) => !isJsonObject(value) && value !== '');
  const texts = markedValues(schema, config, 'liquid').flatMap(({ field, label, value }) =>
    parseTemplate(String(value)).map(({ message }) => ({ code: 'template', field, sentence: `${label}: ${message}.` })),
  );
  return [...literal.map(({ field }) => secretProblem(field)), ...texts];
}

function secretProblem(field: string): ConfigProblem {
  return {
    code: 'secret',
    field,
    sentence: "This is a secret: keep it in the workspace's secrets and refer to it by name.",
  };
}

function newerVersion(title: string, version: number): ConfigProblem {
  return {
    code: 'newer-version',
    sentence: `This ${title} step was made by a newer version (${version}) of its step type.`,
  };
}

function asJson(value: unknown): Json {
  // A config has passed a schema of JSON values, or is the literal its author wrote.
  return value as Json;
}
