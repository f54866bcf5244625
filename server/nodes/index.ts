export { configFileOf } from './config-file.ts';
export { type LoadedNodes, loadNodes } from './load-nodes.ts';
