import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { apiDocument } from '../../server/http/document.ts';
import type { makeApp } from '../../server/http/index.ts';

type App = ReturnType<typeof makeApp>;
type Document = ReturnType<typeof apiDocument>;

interface Media {
  readonly 'x-events'?: Readonly<Record<string, { readonly data?: unknown }>>;
}
interface Told {
  readonly content?: Readonly<Record<string, Media>>;
}
interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: RegExp;
  readonly at: readonly string[];
  readonly responses: Readonly<Record<string, Told>>;
}

/** Paths of the API that a browser follows as a link, and no program asks. */
const followed = /^\/api\/auth\//;

/** From now on each answer of this server is held to what its document says: the status, the content type, the body, the events of a stream. */
export function holdToDocument(app: App): void {
  const document = new TheDocument(apiDocument(app));
  const answer = app.fetch;
  app.fetch = async (request, ...rest) => document.check(request, await answer(request, ...rest));
}

/** The schemas of a document, compiled once for each document there is. */
const compiled = new Map<string, Ajv2020>();

export class TheDocument {
  readonly #ajv: Ajv2020;
  readonly #operations: readonly Operation[];

  constructor(document: Document) {
    this.#ajv = schemasOf(document);
    this.#operations = operationsOf(document);
  }

  /** The answer, to be read as if nobody had looked. Throws where the document says otherwise. */
  async check(request: Request, response: Response): Promise<Response> {
    const { pathname } = new URL(request.url);
    const operation = this.#operations.find(({ method, path }) => method === request.method && path.test(pathname));
    if (operation) return this.#checkOperation(operation, response);
    if (pathname.startsWith('/api/') && !followed.test(pathname)) await this.#checkRefusal(pathname, response);
    return response;
  }

  async #checkOperation({ name, at, responses }: Operation, response: Response): Promise<Response> {
    const status = String(response.status);
    const told = responses[status];
    const type = response.headers.get('content-type')?.split(';')[0] ?? '';
    if (!told) throw new Error(`${name} answered ${status}, of which its document knows nothing`);
    if (!told.content) {
      if ((await response.clone().text()) !== '') throw new Error(`${name} answered ${status} with a body`);
      return response;
    }
    const media = told.content[type];
    if (!media) throw new Error(`${name} answered ${status} as ${type}, of which its document knows nothing`);
    const place = [...at, 'responses', status, 'content', type];
    if (type === 'text/event-stream') return this.#withEvents(`${name} ${status}`, place, media, response);
    this.#fits(`${name} ${status}`, [...place, 'schema'], await response.clone().json());
    return response;
  }

  async #checkRefusal(path: string, response: Response): Promise<void> {
    if (response.status < 400) throw new Error(`${path} answered ${response.status} and is in no document`);
    this.#fits(path, ['components', 'schemas', 'ProblemDetails'], await response.clone().json());
  }

  #withEvents(name: string, at: readonly string[], media: Media, response: Response): Response {
    let text = '';
    const look = new TransformStream<string, string>({
      transform: (chunk, out) => {
        const blocks = (text + chunk).split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) this.#checkEvent(name, at, media, block);
        out.enqueue(chunk);
      },
    });
    const body = response.body
      ?.pipeThrough(new TextDecoderStream())
      .pipeThrough(look)
      .pipeThrough(new TextEncoderStream());
    return new Response(body ?? null, response);
  }

  #checkEvent(name: string, at: readonly string[], media: Media, block: string): void {
    const field = (key: string): string => block.match(new RegExp(`^${key}: ?(.*)$`, 'm'))?.[1] ?? '';
    const [event, data] = [field('event'), field('data')];
    const told = media['x-events']?.[event];
    if (!told) throw new Error(`${name} told ${event}, of which its document knows nothing`);
    if (told.data !== undefined) this.#fits(`${name} ${event}`, [...at, 'x-events', event, 'data'], JSON.parse(data));
    else if (data !== '') throw new Error(`${name} told ${event} with data`);
  }

  #fits(name: string, at: readonly string[], value: unknown): void {
    const validate = this.#schemaAt(at);
    if (!validate(value)) throw new Error(`${name} is not as its document says: ${inWords(validate.errors)}`);
  }

  #schemaAt(at: readonly string[]): ValidateFunction {
    const pointer = at.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    const found = this.#ajv.getSchema(`document#/${pointer}`);
    if (!found) throw new Error(`The document has no schema at ${pointer}`);
    return found;
  }
}

function schemasOf(document: Document): Ajv2020 {
  const text = JSON.stringify(document);
  const known = compiled.get(text);
  if (known) return known;
  // OpenAPI has words of its own, and a document is no schema: only its parts are.
  const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true });
  addFormats['default'](ajv);
  ajv.addSchema(JSON.parse(text), 'document');
  compiled.set(text, ajv);
  return ajv;
}

/** The ones that name their path in full first: `/events/rejected` before `/events/{eventId}`. */
function operationsOf(document: Document): readonly Operation[] {
  const found = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
      at: ['paths', path, method],
      responses: operation.responses,
    })),
  );
  return found.sort((a, b) => a.name.split('{').length - b.name.split('{').length);
}

function inWords(errors: readonly ErrorObject[] | null | undefined): string {
  return (errors ?? [])
    .map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`)
    .join('; ');
}
