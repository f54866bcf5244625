import { LRUCache } from 'lru-cache';

/** Where the footer of a message is put in, at the moment it is sent. It stands in published versions: it stays what it is. */
export const FOOTER = '<!--wend:footer-->';

const compiled = new LRUCache<string, Promise<string>>({ max: 500 });

/** The HTML of an e-mail's text, with its Liquid left in. Publishing does it once; a text that is looked at again and again is kept. */
export function compileEmail(body: string): Promise<string> {
  const known = compiled.get(body);
  if (known) return known;
  const html = compile(body);
  compiled.set(body, html);
  html.catch(() => compiled.delete(body));
  return html;
}

async function compile(body: string): Promise<string> {
  // Not before somebody writes an e-mail: it is most of what a worker would load, and a worker only fills in.
  const { default: mjml2html } = await import('mjml');
  const { html } = await mjml2html(mjmlOf(body), { validationLevel: 'soft', fonts: {} });
  return html;
}

/** What those read who do not want HTML: the same words, with a button's address behind its label. Liquid is left in. */
export function plainTextOf(body: string): string {
  return blocksOf(body)
    .map((block) => (block.kind === 'button' ? `${block.label}: ${block.address}` : block.text))
    .join('\n\n');
}

export function mjmlOf(body: string): string {
  const blocks = blocksOf(body).map(mjmlOfBlock);
  return `<mjml><mj-body background-color="#f4f4f5"><mj-section background-color="#ffffff" padding="24px"><mj-column>
${blocks.join('\n')}
<mj-text padding="0">${FOOTER}</mj-text>
</mj-column></mj-section></mj-body></mjml>`;
}

type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'button'; readonly label: string; readonly address: string };

/** A blank line starts a paragraph; `[Label](address)` alone on a line is a button. */
function blocksOf(body: string): readonly Block[] {
  return body
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .map((block) => {
      const [, label, address] = /^\[([^\]]+)\]\((\S+)\)$/.exec(block) ?? [];
      return label && address ? { kind: 'button', label, address } : { kind: 'paragraph', text: block };
    });
}

function mjmlOfBlock(block: Block): string {
  return block.kind === 'button'
    ? `<mj-button href="${attribute(block.address)}" background-color="#5b5bd6" border-radius="8px">${text(block.label)}</mj-button>`
    : `<mj-text font-family="Arial, sans-serif" font-size="15px" line-height="22px">${text(block.text).replaceAll('\n', '<br/>')}</mj-text>`;
}

// Liquid's own marks stay; what its variables bring in is escaped when they are filled in.
const text = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const attribute = (value: string): string => text(value).replaceAll('"', '&quot;');
