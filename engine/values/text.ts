const loneSurrogate = /\p{Surrogate}/u;

/** Why a text cannot be kept: the database and other readers hold no NUL and no half characters. */
export function unstorable(text: string): string | undefined {
  if (text.includes('\0')) return 'A text holds a NUL character';
  if (loneSurrogate.test(text)) return 'A text holds half a character (a lone surrogate)';
  return undefined;
}
