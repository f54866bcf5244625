import { ENTRY } from '../document/schema.ts';
import { Facts, type FactValue, factKey } from '../facts/request.ts';
import type { RunView } from '../node/run-view.ts';
import { grouped } from '../values/grouped.ts';
import { overlaidBy } from './overlay.ts';
import type { Plan, PlanStep } from './plan.ts';
import { Traveller } from './traveller.ts';
import type { Walked, WalkRun } from './walked.ts';
import type { World } from './world.ts';

/** More instant steps than this in one walk is a loop that no go-to bound holds. */
const MAX_STEPS = 1_000;

/**
 * Moves each run through instant steps to its next rest. Runs on one step are asked for together,
 * so facts are read in bulk. A run whose walk throws comes back as `failed`; the others go on.
 */
export async function walk(plan: Plan, runs: readonly WalkRun[], world: World): Promise<Walked[]> {
  const travellers = runs.map((run) => new Traveller(run));
  for (const traveller of travellers) traveller.guard(() => enter(plan, traveller, world));
  for (let turn = 0; ; turn += 1) {
    const moving = travellers.filter((traveller) => traveller.isMoving);
    if (moving.length === 0) break;
    if (turn === MAX_STEPS) {
      for (const traveller of moving) traveller.fail(`More than ${MAX_STEPS} steps without a rest`);
      break;
    }
    for (const [stepId, group] of grouped(moving, ({ step }) => step)) await decideAll(plan, stepId, group, world);
  }
  return travellers.map((traveller) => traveller.walked);
}

function enter(plan: Plan, traveller: Traveller, world: World): void {
  if (traveller.step === ENTRY) traveller.leave(plan, { port: 'next', reason: { text: 'Entered' } }, world.now);
}

async function decideAll(plan: Plan, stepId: string, group: readonly Traveller[], world: World): Promise<void> {
  const step = plan.steps.get(stepId);
  if (!step) {
    for (const traveller of group) traveller.fail(`This version has no step ${stepId}`);
    return;
  }
  const views = group.map((traveller) => traveller.view);
  const facts = await readFacts(step, views, world);
  group.forEach((traveller, index) => {
    traveller.guard(() => {
      const known = overlaidBy(traveller.changes, facts[index] ?? new Map(), plan.document);
      traveller.take(plan, step, {
        run: traveller.view,
        journey: plan.document,
        facts: new Facts(known),
        now: world.now,
      });
    });
  });
}

async function readFacts(step: PlanStep, views: readonly RunView[], world: World): Promise<Map<string, FactValue>[]> {
  const requests = step.node.facts;
  if (requests.length === 0) return views.map(() => new Map());
  const asked = requests.flatMap((request) => views.map((run) => ({ run, request })));
  const answers = await world.facts(asked);
  const facts = views.map(() => new Map<string, FactValue>());
  requests.forEach((request, r) => {
    const key = factKey(request);
    views.forEach((_, v) => {
      const value = answers[r * views.length + v];
      facts[v]?.set(key, value);
    });
  });
  return facts;
}
