export { accounts } from './access/accounts.ts';
export { apiKeys } from './access/api-keys.ts';
export { members, type Role } from './access/members.ts';
export { secrets } from './access/secrets.ts';
export { sessions } from './access/sessions.ts';
export { users } from './access/users.ts';
export { verifications } from './access/verifications.ts';
export { assignments } from './assignments.ts';
export { auditLog } from './audit-log.ts';
export { callbacks } from './callbacks.ts';
export { type Call, type CallState, calls } from './calls.ts';
export { type ConsentAction, consentEvents } from './consent-events.ts';
export { consentStates } from './consent-states.ts';
export { type ContactPointState, contactPoints } from './contact-points.ts';
export { conversions } from './conversions.ts';
export { type Convoy, type ConvoyPhase, type ConvoyQueue, convoys } from './convoys.ts';
export { addToCount, type CounterKind, counters } from './counters.ts';
export { type Entrance, type EntranceCause, entrances } from './entrances.ts';
export { entryRecords } from './entry-records.ts';
export { eventIds } from './event-ids.ts';
export { eventNames, type ValueShape } from './event-names.ts';
export { eventQueue, type QueueStage } from './event-queue.ts';
export { type Event, type EventType, events } from './events.ts';
export { frequencyCaps } from './frequency-caps.ts';
export { type JourneyVersion, journeyVersions } from './journey-versions.ts';
export { type Journey, type JourneyState, journeys } from './journeys.ts';
export { linkTokens } from './link-tokens.ts';
export { messageEvents } from './message-events.ts';
export { messageLinks } from './message-links.ts';
export { type Message, type MessageState, messages } from './messages.ts';
export { type OutboxKind, outbox } from './outbox.ts';
export { profileGates } from './profile-gates.ts';
export { type IdentityKind, profileIdentities } from './profile-identities.ts';
export { type Profile, profiles } from './profiles.ts';
export { providers } from './providers.ts';
export { quietHours } from './quiet-hours.ts';
export { refusedCallbacks } from './refused-callbacks.ts';
export { rejectedEvents } from './rejected-events.ts';
export { runExits } from './run-exits.ts';
export { type ClaimId, type Run, type RunPhase, runs } from './runs.ts';
export { sandboxAccounts } from './sandbox/accounts.ts';
export {
  type SandboxDirection,
  type SandboxHonesty,
  type SandboxMessage,
  type SandboxState,
  sandboxMessages,
} from './sandbox/messages.ts';
export { sandbox } from './sandbox/schema.ts';
export { type Segment, segments } from './segments.ts';
export { type SourceKind, sources } from './sources.ts';
export { suppressions } from './suppressions.ts';
export { system } from './system.ts';
export { topics } from './topics.ts';
export { visits } from './visits.ts';
export { type Wait, waits } from './waits.ts';
export { type WakeKind, wakes } from './wakes.ts';
export { workspaces } from './workspaces.ts';
