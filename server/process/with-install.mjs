import { checkNode, giveUp, installPackages } from './install.mjs';

const tasks = {
  check: './check.mjs',
  test: './test.mjs',
  bench: './bench.mjs',
  'bench:growth': './bench-growth.mjs',
  faults: './faults.mjs',
  wend: './wend.mjs',
  steps: './steps.mjs',
};

checkNode();
installPackages();
const task = tasks[process.argv[2]];
if (!task) giveUp(`There is no task ${process.argv[2]}: ${Object.keys(tasks).join(', ')}.`);
const { run } = await import(task);
process.exitCode = await run(process.argv.slice(3));
