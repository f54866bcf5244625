// What the file of a step type may import of the server: `@wend/server/nodes`. In a page `definePerform` does nothing.
export {
  definePerform,
  type Perform,
  type PerformInput,
  type PerformLimits,
  type PerformResult,
  type PerformServices,
} from '../drive/define-perform.ts';
