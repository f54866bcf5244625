import { wordsOf } from '../form/chips.ts';

/** `{{ profile.firstName | default: "there" }}` reads as "there", one without a fallback as its name. */
export function shown(template: string): string {
  return template
    .replaceAll(/\{\{[^}]*\|\s*default:\s*['"]([^'"]*)['"][^}]*\}\}/g, '$1')
    .replaceAll(/\{\{\s*([\w.]+)[^}]*\}\}/g, (_, path: string) => `[${wordsOf(`x.${path.split('.').at(-1)}`)}]`)
    .replaceAll(/\{%.*?%\}/g, '');
}
