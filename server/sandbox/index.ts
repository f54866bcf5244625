export { type SandboxFact, sandboxCallback, sandboxFact } from './callback-wire.ts';
export { type InboxItem, inboxItem, linksIn } from './inbox.ts';
export { type Rule, rule, type Script, script } from './script.ts';
export { isSigned, SIGNATURE_HEADER, signatureOf } from './signature.ts';
export { type Sandbox, startSandbox } from './start-sandbox.ts';
