/** A letter loads nothing and runs nothing: what it shows is in it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
/** Links open a tab of their own; a click is the reader's own act. */
export const LETTER_SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';
const STYLES = /<style\b[^>]*>([\s\S]*?)<\/style\s*>/gi;
const UNWANTED = 'script, style, link, meta, base, iframe, frame, object, embed, form, audio, video';

/**
 * The page that a frame shows of an e-mail. The policy of the page around it holds inside as well and allows no style sheets, so its rules are
 * moved onto the elements they are for.
 */
export function letterPage(html: string): string {
  const css: string[] = [];
  // Taken out before anything reads them as style sheets, which would be reported as breaking the policy.
  const rest = html.replace(STYLES, (_, rules: string) => {
    css.push(rules);
    return '';
  });
  const letter = new DOMParser().parseFromString(rest, 'text/html');
  for (const rules of css) applyStyles(letter, rules);
  for (const element of letter.querySelectorAll(UNWANTED)) element.remove();
  const head = `<meta http-equiv="Content-Security-Policy" content="${POLICY}"><base target="_blank">`;
  // White beside and below the letter: else the ground it stands on would fill the rest of a frame that is taller.
  return `<!doctype html><html style="background:#ffffff"><head><meta charset="utf-8">${head}</head>${letter.body.outerHTML}</html>`;
}

function applyStyles(letter: Document, css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const own = new Map<Element, ReadonlySet<string>>();
  for (const { selectorText, style } of rulesIn(sheet))
    for (const element of letter.querySelectorAll<HTMLElement>(selectorText)) {
      const written = own.get(element) ?? new Set(element.style);
      own.set(element, written);
      for (const name of style) {
        const priority = style.getPropertyPriority(name);
        // What the element says itself wins over a rule, unless that insists.
        if (priority !== '' || !written.has(name))
          element.style.setProperty(name, style.getPropertyValue(name), priority);
      }
    }
}

/** The rules that hold on a screen as wide as this one. Letters are shown on white, so those for the dark do not. */
function rulesIn({ cssRules }: CSSStyleSheet | CSSMediaRule): readonly CSSStyleRule[] {
  return [...cssRules].flatMap((rule): readonly CSSStyleRule[] => {
    if (rule instanceof CSSStyleRule) return [rule];
    if (!(rule instanceof CSSMediaRule) || rule.media.mediaText.includes('color-scheme')) return [];
    return window.matchMedia(rule.media.mediaText).matches ? rulesIn(rule) : [];
  });
}
