import { parseJourney } from '../document/parse.ts';
import type { JourneyDocument, JourneyDocumentInput, Step } from '../document/schema.ts';
import { ENTRY } from '../document/schema.ts';
import { type NodeTypes, nodeTypesOf } from '../node/node-types.ts';
import { builtInNodes } from '../nodes/index.ts';
import type { JsonObject } from '../values/json.ts';
import { compile } from '../walk/compile.ts';
import type { Plan } from '../walk/plan.ts';

type Rest = Partial<Omit<JourneyDocumentInput, 'steps' | 'edges' | 'entry' | 'format'>>;

/** Builds a journey step after step; each hangs on the last one's first port unless `on` says otherwise. */
export class JourneyBuilder {
  readonly #steps: Record<string, Step> = {};
  readonly #edges: { from: string; port: string; to: string }[] = [];
  readonly #nodeTypes: NodeTypes;
  #entry: JourneyDocumentInput['entry'] = { kind: 'api' };
  #rest: Rest = {};
  #at = { from: ENTRY, port: 'next' };

  constructor(nodeTypes: NodeTypes = nodeTypesOf(builtInNodes)) {
    this.#nodeTypes = nodeTypes;
  }

  entry(event: string, more: Partial<Extract<JourneyDocumentInput['entry'], { kind: 'event' }>> = {}): this {
    this.#entry = { ...more, kind: 'event', event };
    return this;
  }

  /** Goals, exits, settings. */
  with(rest: Rest): this {
    this.#rest = { ...this.#rest, ...rest };
    return this;
  }

  /** What follows hangs on this port of this step. */
  on(from: string, port: string): this {
    this.#at = { from, port };
    return this;
  }

  /** A step of any type; its id is its type, numbered from the second on, unless given. */
  step(type: string, config: JsonObject = {}, id: string = this.#freshId(type)): this {
    this.#edges.push({ ...this.#at, to: id });
    const step: Step = { type, v: this.#nodeTypes.get(type)?.version ?? 1, name: '', config: plain(config) };
    this.#steps[id] = step;
    const bound = this.#nodeTypes.get(type)?.bind(id, plain(config), step.v);
    this.#at = { from: id, port: (bound?.ok ? bound.node.ports[0]?.id : undefined) ?? 'next' };
    return this;
  }

  sms(body: string, id?: string): this {
    return this.step('sms', { body }, id);
  }
  email(subject: string, body = subject, id?: string): this {
    return this.step('email', { subject, body }, id);
  }
  wait(duration: string, id?: string): this {
    return this.step('wait', { until: 'duration', for: duration }, id);
  }
  waitFor(event: string, timeout: string, more: JsonObject = {}, id?: string): this {
    return this.step('wait', { until: 'event', event, timeout, ...more }, id);
  }
  /** Shares (0–1) by variant. */
  split(shares: Readonly<Record<string, number>>, id?: string): this {
    const variants = Object.entries(shares).map(([variant, share]) => {
      return { id: variant, name: variant.toUpperCase(), share: Math.round(share * 10_000) };
    });
    return this.step('split', { variants }, id);
  }
  end(id?: string): this {
    return this.step('end', {}, id);
  }

  /** The document as written, defaults filled in. Throws where it cannot be read. */
  document(): JourneyDocument {
    const parsed = parseJourney({
      format: 1,
      name: 'A journey',
      ...this.#rest,
      entry: this.#entry,
      steps: this.#steps,
      edges: this.#edges,
    });
    if (!parsed.ok) throw new Error(parsed.problems.map(({ field, sentence }) => `${field}: ${sentence}`).join('\n'));
    return parsed.document;
  }

  /** The plan. Throws with the problems where it does not compile. */
  compiled(): Plan {
    const compiled = compile(this.document(), this.#nodeTypes);
    if (compiled.ok) return compiled.plan;
    throw new Error(compiled.problems.map(({ step, field, sentence }) => `${step} ${field}: ${sentence}`).join('\n'));
  }

  #freshId(type: string): string {
    for (let n = 1; ; n += 1) {
      const id = n === 1 ? type : `${type}-${n}`;
      if (!Object.hasOwn(this.#steps, id)) return id;
    }
  }
}

export function aJourney(nodeTypes?: NodeTypes): JourneyBuilder {
  return new JourneyBuilder(nodeTypes);
}

function plain(config: JsonObject): Step['config'] {
  // As a document from the wire: absent fields are absent, not undefined.
  return JSON.parse(JSON.stringify(config));
}
