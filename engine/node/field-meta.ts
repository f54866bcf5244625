/** How a field is asked for, where its schema alone does not say it. */
export type Widget =
  /** Texts: with variables over several lines or on one; of a text message, with what it costs; of an e-mail. */
  | 'liquid'
  | 'liquid-line'
  | 'sms'
  | 'email'
  /** What the workspace or the journey knows, to choose from. */
  | 'event'
  | 'attribute'
  | 'property'
  | 'entry-property'
  | 'variable'
  | 'topic'
  | 'segment'
  | 'channel'
  | 'step'
  | 'message-step'
  /** Tests: about anything, about somebody who is not in the journey yet, or about one event alone; a list of them; how two values are compared. */
  | 'condition'
  | 'entry-condition'
  | 'event-condition'
  | 'conditions'
  | 'comparison'
  | 'duration'
  | 'time'
  | 'date'
  | 'weekdays'
  | 'secret'
  /** A record of the step's own words, by language. */
  | 'languages'
  /** Without a frame of its own: a part that reads on from the fields around it. */
  | 'plain'
  /** Not asked for: made by the editor, or by the field beside it. */
  | 'hidden';

/** What kind of values meet in a comparison: it decides which comparisons are offered. */
export type Compared = 'anything' | 'number' | 'date';

/** What a schema says about its form, in `.meta({ … })`. The words are read by marketers. */
export interface FieldMeta {
  readonly label?: string;
  /** A sentence below the field. */
  readonly help?: string;
  readonly widget?: Widget;
  /** The words for the values of a field that holds one of a few. */
  readonly choices?: Readonly<Record<string, string>>;
  /** Stands after a number: "people", "%". */
  readonly unit?: string;
  /** What 100 % are in a number that is a share: 1, or 10,000. */
  readonly whole?: number;
  /** Behind "More". */
  readonly advanced?: boolean;
  /** What an optional field says while it is left out, and once it is filled. */
  readonly absent?: string;
  readonly present?: string;
  /** Asked for only while the fields beside it hold these values. */
  readonly onlyIf?: Readonly<Record<string, string>>;
  /** On the button that adds one to a list. */
  readonly add?: string;
  /** Of a comparison; `by` names the field beside it that decides. */
  readonly compares?: Compared | ({ readonly by: string } & Readonly<Record<string, string>>);
  /** Known only of somebody who is in the journey: not asked for in the condition of an entry. */
  readonly ofRun?: boolean;
  /** Must refer to a secret of the workspace. */
  readonly secret?: boolean;
  /** Is read as Liquid; one that cannot be read is a problem. */
  readonly liquid?: boolean;
}
