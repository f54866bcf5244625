/** What a card shows, as plain data: no React, no pixels. */
export type CardBody =
  | { readonly kind: 'plain' }
  | { readonly kind: 'lines'; readonly lines: readonly { readonly text: string; readonly strong?: string }[] }
  | { readonly kind: 'bubble'; readonly text: string }
  | { readonly kind: 'mail'; readonly subject: string; readonly preview: string }
  | { readonly kind: 'notification'; readonly title: string; readonly body: string }
  | {
      readonly kind: 'shares';
      readonly shares: readonly {
        readonly id: string;
        readonly label: string;
        readonly share: number;
        readonly holdout?: boolean;
      }[];
    };

export interface Card {
  /** After the type in the kicker: "up to 1 hour", "9:00 their time". */
  readonly detail?: string | undefined;
  /** Stands where the step has no name of its own. */
  readonly title: string;
  readonly body: CardBody;
  /** How much later than its arrival the person leaves at the latest, ms; feeds the "+1 hour" of the cards below. */
  readonly elapsedMs?: number | undefined;
}

export interface Port {
  readonly id: string;
  readonly label: string;
  /** The way taken when nothing else fits; drawn last, and muted. */
  readonly otherwise?: boolean | undefined;
}
