import type { Step } from '../document/schema.ts';
import type { NodeType } from './define-node.ts';

type Binding = ReturnType<NodeType['bind']>;

const bindings = new WeakMap<Step, { readonly type: NodeType; readonly id: string; readonly binding: Binding }>();

/** Binds a step to its type, once for each step object: an edit makes a new object of the step it changes and keeps the others. */
export function bindStep(type: NodeType, id: string, step: Step): Binding {
  const known = bindings.get(step);
  if (known && known.type === type && known.id === id) return known.binding;
  const binding = type.bind(id, step.config, step.v);
  bindings.set(step, { type, id, binding });
  return binding;
}
