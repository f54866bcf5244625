// What a role sees of the operator's step types, in a process of its own.
import { loadNodes } from '../../server/nodes/index.ts';

const { performs, refused } = await loadNodes(process.argv[2]);
console.log(JSON.stringify({ performs: [...performs.keys()], refused }));
