import {
  AggregatorRegistry,
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type MetricObject,
  Registry,
} from 'prom-client';
import { z } from 'zod';
import type { PoolSettings } from '../database/index.ts';
import type { ProviderCall } from './provider-calls.ts';

/** What the names of our connections begin with. */
export const POOLS = 'wend ';
/** From a millisecond to half a minute. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What one role counts. No label names a workspace or a person: labels are stages, lanes, channels and outcomes. */
export class RoleMetrics {
  readonly registry = new Registry();
  readonly #role: string;
  readonly #waits: Histogram<'pool'>;

  constructor(role: string) {
    this.#role = role;
    this.registry.setDefaultLabels({ role });
    collectDefaultMetrics({ register: this.registry });
    const help = 'How long transactions and pages waited for a connection, by pool';
    this.#waits = this.histogram('wend_pool_wait_seconds', help, ['pool']);
  }

  /** What a pool of this role is made with, so that its use and what waits for it can be seen. */
  pool(name: string): Pick<PoolSettings, 'name' | 'onAsked'> {
    const waits = this.#waits.labels(name);
    return { name: `${POOLS}${this.#role} ${name}`, onAsked: () => waits.startTimer() };
  }

  /** As it travels to whoever gathers. */
  readonly told = (): Promise<readonly MetricObject[]> => this.registry.getMetricsAsJSON();

  histogram<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Histogram<Label> {
    return new Histogram({ name, help, labelNames, buckets, registers: [this.registry] });
  }

  counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  /** Set by whoever knows it. */
  level<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Gauge<Label> {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  /** Looked up when it is asked for; where that fails it has no value, and all others are told. */
  gauge<Label extends string>(
    name: string,
    help: string,
    labelName: Label,
    look: () => Promise<Readonly<Record<string, number>> | undefined>,
  ): void {
    new Gauge<Label>({
      name,
      help,
      labelNames: [labelName],
      registers: [this.registry],
      async collect() {
        const found = await look().catch(() => undefined);
        this.reset();
        for (const [label, value] of Object.entries(found ?? {})) this.labels(label).set(value);
      },
    });
  }
}

/** Tells of each call to a provider. */
export function providerMetrics(metrics: RoleMetrics): (call: ProviderCall) => void {
  const help = 'Calls to providers by what came of them';
  const seconds = metrics.histogram('wend_provider_call_seconds', help, ['channel', 'outcome']);
  return ({ channel, outcome, tookMs }) => seconds.labels(channel, outcome).observe(tookMs / 1_000);
}

const toldBySomebody = z.array(z.looseObject({ values: z.array(z.looseObject({ value: z.unknown() })) }));

/** What all roles told, as one page. Of a role that said nothing there is nothing. */
export function pageOf(all: readonly unknown[]): Promise<string> {
  const heard = all.flatMap((told) => {
    const { data } = toldBySomebody.safeParse(told);
    return data
      ? [data.map((one) => ({ ...one, values: one.values.filter(({ value }) => typeof value === 'number') }))]
      : [];
  });
  return AggregatorRegistry.aggregate(heard).metrics();
}
