// `npm start`: needs nothing but Node, and brings the rest.
import { checkNode, giveUp, installPackages } from './install.mjs';

checkNode();
installPackages();
const { build } = await import('./build.mjs');
await build().catch((error) => giveUp(`The build failed: ${error.message}`));
const { main } = await import('../dist/main.js');
process.exit(await main());
