export type { Api } from './http/index.ts';
