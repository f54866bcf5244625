type End = () => Promise<unknown>;

/** What has been begun, and how each of it is ended: nothing stays, wherever its case is cut off. */
export class Begun {
  readonly #ends: End[] = [];
  #over: Promise<readonly unknown[]> | undefined;

  /** To be called as soon as there is something to end; at once where all is over already. */
  endsBy(end: End): void {
    if (this.#over) this.#over = this.#over.then(async (errors) => [...errors, ...(await errorsOf(end))]);
    else this.#ends.push(end);
  }

  /** What was begun last ends first, and nobody's failure keeps the others. Answers what could not be ended. */
  endAll(): Promise<readonly unknown[]> {
    this.#over ??= this.#endAll();
    return this.#over;
  }

  async #endAll(): Promise<readonly unknown[]> {
    const errors: unknown[] = [];
    for (const end of this.#ends.reverse()) errors.push(...(await errorsOf(end)));
    return errors;
  }
}

async function errorsOf(end: End): Promise<readonly unknown[]> {
  try {
    await end();
    return [];
  } catch (error) {
    return [error];
  }
}
