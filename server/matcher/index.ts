export type { EventFailure, MatcherDeps, MatcherPoint } from './contract.ts';
export { learnOnce } from './learn-once.ts';
export { matchOnce } from './match-once.ts';
export { type RunningMatcher, startMatching } from './matcher.ts';
export { aMatcherMemory, type MatcherMemory } from './memory.ts';
