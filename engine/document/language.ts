const names = new Intl.DisplayNames('en', { type: 'language' });

/** A language as people call it, by its tag: `pt-BR` is "Brazilian Portuguese". */
export function wordsOfLanguage(tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    // Not a tag at all: it names itself.
    return tag;
  }
}
