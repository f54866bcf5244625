import { shortToken } from '../links/short-token.ts';

export interface TrackedLink {
  readonly n: number;
  readonly token: string;
  readonly url: string;
}

/** Collects the links of one message: the same address has one short link, wherever it stands. */
export class LinkTracker {
  readonly #byUrl = new Map<string, TrackedLink>();
  readonly #publicUrl: string;

  constructor(publicUrl: string) {
    this.#publicUrl = publicUrl;
  }

  get links(): readonly TrackedLink[] {
    return [...this.#byUrl.values()];
  }

  shorten(url: string): string {
    if (url.startsWith(`${this.#publicUrl}/`)) return url;
    const link = this.#byUrl.get(url) ?? { n: this.#byUrl.size + 1, token: shortToken(), url };
    this.#byUrl.set(url, link);
    return `${this.#publicUrl}/c/${link.token}`;
  }

  inText(text: string): string {
    return text.replaceAll(/https?:\/\/[^\s<>"']+/g, (found) => {
      const end = /[.,;:!?)\]]+$/.exec(found)?.[0] ?? '';
      return this.shorten(found.slice(0, found.length - end.length)) + end;
    });
  }

  inHtml(html: string): string {
    return html.replaceAll(
      /(<a\b[^>]*\bhref=")(https?:\/\/[^"]+)(")/g,
      (_, before: string, url: string, after: string) => before + this.shorten(url.replaceAll('&amp;', '&')) + after,
    );
  }
}
