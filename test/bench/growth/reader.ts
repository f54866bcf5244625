/** Somebody who reads the product's pages through its API. */
export class Reader {
  readonly #base: string;
  readonly #key: string;

  constructor(origin: string, workspaceId: string, key: string) {
    this.#base = `${origin}/api/w/${workspaceId}`;
    this.#key = key;
  }

  async get(path: string): Promise<{ readonly items?: readonly Readonly<Record<string, unknown>>[] }> {
    const response = await this.#ask(path, AbortSignal.timeout(120_000));
    return JSON.parse(await response.text());
  }

  /** Listens to a stream until it has said this. */
  async until(path: string, event: string): Promise<void> {
    const enough = new AbortController();
    const response = await this.#ask(path, AbortSignal.any([enough.signal, AbortSignal.timeout(120_000)]));
    const decoder = new TextDecoder();
    let said = '';
    try {
      for await (const chunk of response.body ?? []) {
        said += decoder.decode(chunk, { stream: true });
        if (said.includes(`event: ${event}\n`)) return;
      }
    } finally {
      enough.abort();
    }
    throw new Error(`${path} ended without "${event}"`);
  }

  async #ask(path: string, signal: AbortSignal): Promise<Response> {
    const response = await fetch(`${this.#base}${path}`, { headers: { authorization: `Bearer ${this.#key}` }, signal });
    if (!response.ok) throw new Error(`${path} was answered with ${response.status}`);
    return response;
  }
}
