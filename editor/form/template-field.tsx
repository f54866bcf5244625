import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { simplifyAccents, smsParts } from '@wend/engine';
import { useRef } from 'react';
import { queries } from '../api/queries.ts';
import { shown } from '../canvas/card-body.tsx';
import { metaOf } from './fields.ts';
import type { ControlProps } from './props.ts';

/** Text with variables: a click on one puts it where the cursor is, with a fallback for people who lack it. */
export function TemplateField({ schema, path, value, onChange, id, isWrong }: ControlProps) {
  const { workspaceId } = useParams({ from: '/w/$workspaceId' });
  const { data } = useQuery(queries.schema(workspaceId));
  const area = useRef<HTMLTextAreaElement>(null);
  const text = typeof value === 'string' ? value : '';
  const isLine = metaOf(schema).widget === 'liquid-line';
  const insert = (variable: string): void => {
    const at = area.current?.selectionStart ?? text.length;
    onChange(`${text.slice(0, at)}{{ profile.${variable} | default: "" }}${text.slice(at)}`, path);
  };
  return (
    <>
      <textarea
        ref={area}
        id={id}
        className="input"
        rows={isLine ? 1 : 5}
        aria-invalid={isWrong}
        value={text}
        onChange={(event) => onChange(event.target.value, path)}
      />
      <div className="chips" role="group" aria-label="Variables">
        {(data?.attributes ?? [])
          .filter(({ path: name }) => /^[A-Za-z_]\w*$/.test(name))
          .slice(0, 6)
          .map(({ path: name }) => (
            <button key={name} type="button" className="pill" onClick={() => insert(name)}>
              {name}
            </button>
          ))}
      </div>
    </>
  );
}

/** The same with what a text costs: characters, parts, and the character that makes it dearer. */
export function SmsField(props: ControlProps) {
  const text = typeof props.value === 'string' ? props.value : '';
  const { encoding, characters, parts, culprits } = smsParts(shown(text));
  const simpler = simplifyAccents(text);
  const names = [...new Set(culprits.map(({ character }) => character))].slice(0, 5).join(' ');
  return (
    <>
      <TemplateField {...props} />
      <p className="help num">
        {parts} {parts === 1 ? 'part' : 'parts'} · {characters} characters
        {encoding === 'UCS-2' && names !== '' ? ` · dearer because of ${names}` : ''}
        {simpler.partsSaved > 0 && (
          <>
            {' '}
            <button type="button" className="button quiet" onClick={() => props.onChange(simpler.text, props.path)}>
              Write without accents: {simpler.partsSaved} fewer
            </button>
          </>
        )}
      </p>
    </>
  );
}
