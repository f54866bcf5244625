// values

// assignment
export {
  type BucketRange,
  chooseVariation,
  getBucketRanges,
  getEqualWeights,
  inNamespace,
} from './assignment/buckets.ts';
export { bucketOf, type HashVersion, hash } from './assignment/hash.ts';
// commands
export { type Applied, apply } from './commands/apply.ts';
export type { Command, Place, Settings } from './commands/command.ts';
export { freshId } from './commands/paste.ts';
export { checkCondition, checkSegment } from './condition/check.ts';
export { type Comparison, holds, type Moment, numberOf, windowMs } from './condition/compare.ts';
export { type Evidence, evaluate, propertyOf, testProperty, type Verdict } from './condition/evaluate.ts';
export { factsOf } from './condition/facts-of.ts';
export { inWords, type NameOf } from './condition/in-words.ts';
// conditions and facts
export {
  type Condition,
  condition,
  type Engagement,
  engagement,
  type Operand,
  type Operator,
  operand,
  operator,
  type PropertyTest,
  propertyTest,
} from './condition/schema.ts';
export { shownValue, wordsOfDuration } from './condition/words.ts';
export { canonicalJson, contentHash } from './document/canonical.ts';
// document
export { builtInChannels, type Channel, channel, type Purpose, purpose, wordsOfChannel } from './document/channel.ts';
export { type Difference, diff, type FieldChange, type JourneyDiff } from './document/diff.ts';
export { journeyJsonSchema } from './document/json-schema.ts';
export { wordsOfLanguage } from './document/language.ts';
export { type ParsedJourney, parseJourney } from './document/parse.ts';
export { documentParts } from './document/parts.ts';
export type { Problem } from './document/problem.ts';
export * from './document/schema.ts';
export { countryCode } from './facts/country.ts';
export { type Metric, metric } from './facts/metric.ts';
export { changedProfile, placeAfter } from './facts/place.ts';
export {
  type EventsFact,
  type FactOf,
  type FactRequest,
  Facts,
  type FactValue,
  factKey,
  type MetricFact,
  type ProfileFact,
} from './facts/request.ts';
export type { Layout, LayoutEdge, LayoutGraph, LayoutNode, LayoutSlot, Point, Route, Stretch } from './layout/graph.ts';
// layout
export { layout } from './layout/layout.ts';
export { cardWidth, gapX, gapY, slotHeight, slotWidth } from './layout/sizes.ts';
// message
export {
  type LiquidProblem,
  type LiquidVariables,
  parseTemplate,
  type Rendered,
  renderHtml,
  renderText,
  variablesOf,
} from './message/liquid.ts';
export { type MessageContext, type RenderedMessage, renderMessage } from './message/render.ts';
export { type SimplifiedSms, simplifyAccents } from './message/simplify-accents.ts';
export { type SmsCulprit, type SmsEncoding, type SmsParts, smsParts } from './message/sms-parts.ts';
export { wayOut, withWayOut } from './message/way-out.ts';
// metrics
export {
  type ChiSquareTest,
  compareAll,
  compareProportions,
  differenceInterval,
  type Interval,
  type Proportion,
  proportionAbove,
  proportionBelow,
  sampleRatioTest,
  wilsonInterval,
  type ZTest,
} from './metrics/statistics.ts';
export { bindStep } from './node/bind-step.ts';
// node types
export type { Card, CardBody, Port } from './node/card.ts';
export {
  type BoundNode,
  type CheckContext,
  type ConfigProblem,
  type DecideInput,
  defineNode,
  type NodeGroup,
  type NodeSpec,
  type NodeType,
  type ResumeInput,
} from './node/define-node.ts';
export type { Compared, FieldMeta } from './node/field-meta.ts';
export { messageFields, type SecretReference, secretField, secretReference, template } from './node/fields.ts';
export { type NodeTypes, nodeTypesOf } from './node/node-types.ts';
export {
  type CallSpec,
  call,
  type Effect,
  type EventPattern,
  end,
  go,
  jump,
  type Outcome,
  type Reason,
  type SendSpec,
  send,
  type WaitSpec,
  wait,
} from './node/outcome.ts';
export type { CallResult, PersonEvent, Resumption, SendResult } from './node/resumption.ts';
export type { RunView } from './node/run-view.ts';
export { variablesFor } from './node/variables.ts';
export { builtInNodes } from './nodes/index.ts';
// pattern
export { compilePattern, type Pattern } from './pattern/pattern.ts';
// simulation
export { Log, type LoggedEvent, type LoggedMessage } from './simulation/log.ts';
export { LogWorld } from './simulation/log-world.ts';
export type { Script, ScriptedEvent, SimulatedProfile, Start } from './simulation/script.ts';
export { type SimulatedMessage, type Simulation, simulate } from './simulation/simulate.ts';
// templates
export { type Template, templates } from './templates/index.ts';
export { type SecondOrderPace, secondOrder } from './templates/second-order.ts';
export { winBack } from './templates/win-back.ts';
export { parseDateValue } from './time/date-value.ts';
export { addDuration, type DurationFields, durationMs, parseDuration, subtractDuration } from './time/duration.ts';
export { type Duration, duration } from './time/duration-schema.ts';
export { formatLocal, formatLocalDate } from './time/format-local.ts';
// time
export type { Instant } from './time/instant.ts';
export { atLocalDate, type NextLocalTime, nextLocalTime, type Weekday } from './time/local-time.ts';
export { type QuietQuestion, quietUntil, type SendWindow } from './time/quiet-hours.ts';
export { isValidZone, startOfDay } from './time/zone.ts';
export { assertNever } from './values/assert-never.ts';
export { grouped } from './values/grouped.ts';
export type {
  Brand,
  CallId,
  ConvoyId,
  EntranceId,
  EventId,
  JourneyId,
  JourneyVersionId,
  MessageId,
  ProfileId,
  RunId,
  SegmentId,
  SourceId,
  WaitId,
  WorkspaceId,
} from './values/ids.ts';
export { brandId } from './values/ids.ts';
export type { Json, JsonObject, JsonPrimitive } from './values/json.ts';
export { isJsonObject, readPath, writePaths } from './values/json.ts';
export { notPlain } from './values/plain.ts';
export { unstorable } from './values/text.ts';
export { bindSteps, type Compiled, compile, compilePublished, validate } from './walk/compile.ts';
export { emailTexts } from './walk/email-texts.ts';
// walk
export type { Plan, PlanStep } from './walk/plan.ts';
export { walk } from './walk/walk.ts';
export type { Rest, RunState, Visit, Walked, WalkRun } from './walk/walked.ts';
export type { Asked, World } from './walk/world.ts';
