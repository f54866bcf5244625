interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** Writes what comes while a write is under way as the next one: a lone item goes at once, a burst in big sets. Answers when durable. */
export class GroupCommit<Item, Result> {
  #waiting: Waiting<Item, Result>[] = [];
  #isWriting = false;
  readonly #write: (items: readonly Item[]) => Promise<readonly (Result | undefined)[]>;
  readonly #most: number;

  /** `write` answers in the order of its items, undefined for what it could not write. */
  constructor(write: (items: readonly Item[]) => Promise<readonly (Result | undefined)[]>, most = 500) {
    this.#write = write;
    this.#most = most;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#isWriting) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isWriting = true;
    // What arrived in the same turn of the event loop travels together.
    await new Promise(setImmediate);
    for (let set = this.#waiting.splice(0, this.#most); set.length > 0; set = this.#waiting.splice(0, this.#most))
      await this.#settle(set);
    this.#isWriting = false;
  }

  async #settle(set: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#write(set.map(({ item }) => item));
      for (const [index, { resolve, reject }] of set.entries()) {
        const result = results[index];
        if (result === undefined) reject(new Error('Nothing was written for this item'));
        else resolve(result);
      }
    } catch (error) {
      for (const { reject } of set) reject(error);
    }
  }
}
