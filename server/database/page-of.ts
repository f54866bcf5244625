/** A page of a list, the latest first. */
export interface PageOf {
  /** The item after which the page begins. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** The same of those in whose words this stands. */
export interface SearchPage extends PageOf {
  readonly q?: string | undefined;
}
