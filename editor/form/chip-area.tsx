import './chip-area.css';
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import {
  type Chip,
  chipBeside,
  hasMarks,
  marked,
  type Names,
  namesFor,
  piecesOf,
  type Selected,
  shownAs,
  sourceOf,
  wholeChips,
  writtenAs,
} from './chips.ts';

export interface ChipAreaHandle {
  /** Puts a chip where the cursor is, or was last. */
  insert(chip: Chip): void;
}

interface ChipAreaProps {
  readonly id: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly isWrong: boolean;
  /** One line, as a subject is. */
  readonly isLine: boolean;
  readonly ref: Ref<ChipAreaHandle>;
}

/**
 * Text in which what is put in for each person stands as a chip. It is a plain text area, so that paste, undo, dictation and input methods
 * are the browser's own; the chips are painted over it, and its keys take them whole.
 */
export function ChipArea({ id, text, onChange, isWrong, isLine, ref }: ChipAreaProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const names = useRef<Names>(new Map());
  const selected = useRef<Selected | undefined>(undefined);
  const isTouched = useRef(false);
  const caretNext = useRef<number | undefined>(undefined);
  const isRaw = hasMarks(text);
  // It only ever grows by what the text holds: what was deleted has its name when undo brings it back.
  if (!isRaw) names.current = namesFor(text, names.current);
  const shown = isRaw ? text : shownAs(text, names.current);
  useTakingChipsWhole(area);
  useLayoutEffect(() => {
    const at = caretNext.current;
    caretNext.current = undefined;
    if (at !== undefined) area.current?.setSelectionRange(at, at);
  });
  const hear = ({ value, selectionStart }: Typed): void => {
    if (isRaw) return onChange(value);
    const written = writtenAs(value, names.current);
    const again = namesFor(written, names.current);
    // What was pasted as a template is a chip from now on, and a broken chip is words: the cursor stays behind what it stood behind.
    if (shownAs(written, again) !== value || area.current?.value !== value)
      caretNext.current = shownAs(writtenAs(value.slice(0, selectionStart), names.current), again).length;
    onChange(written);
  };
  useImperativeHandle(ref, () => ({
    insert(chip) {
      names.current = namesFor(sourceOf(chip), names.current);
      const [name = ''] = [...names.current].find(([, one]) => sourceOf(one) === sourceOf(chip)) ?? [];
      const put = isRaw ? sourceOf(chip) : marked(name);
      if (area.current) putIn(area.current, put, isTouched.current, hear);
    },
  }));
  return (
    <div className="chip-area" data-line={isLine}>
      <div className="input chip-paint" aria-hidden="true">
        {painted(shown)}
      </div>
      <textarea
        ref={area}
        id={id}
        className="input"
        rows={1}
        aria-invalid={isWrong}
        value={shown}
        onFocus={() => {
          isTouched.current = true;
        }}
        onChange={({ target }) => hear(target)}
        onKeyDown={(event) => {
          if (isLine && event.key === 'Enter') event.preventDefault();
        }}
        onSelect={({ currentTarget: here }) => {
          const now = { start: here.selectionStart, end: here.selectionEnd };
          const whole = wholeChips(here.value, now, selected.current ?? now);
          selected.current = whole;
          if (whole.start !== now.start || whole.end !== now.end)
            here.setSelectionRange(whole.start, whole.end, here.selectionDirection);
        }}
      />
    </div>
  );
}

function painted(shown: string): ReactNode {
  const pieces = piecesOf(shown).map(({ text, isChip }, n) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other identity, and hold no state
    isChip ? <mark key={n}>{text}</mark> : text,
  );
  // A last empty line has a height only if something stands on it.
  return [...pieces, '\u200b'];
}

interface Typed {
  readonly value: string;
  readonly selectionStart: number;
}

/** Where the cursor is or was, else at the end; by the browser's own command where it has one, so that its undo knows of it. */
function putIn(area: HTMLTextAreaElement, text: string, isTouched: boolean, hear: (typed: Typed) => void): void {
  const { value } = area;
  const [start, end] = isTouched ? [area.selectionStart, area.selectionEnd] : [value.length, value.length];
  area.focus();
  area.setSelectionRange(start, end);
  if (document.execCommand?.('insertText', false, text)) return;
  hear({ value: value.slice(0, start) + text + value.slice(end), selectionStart: start + text.length });
}

/** A key that deletes takes the chip beside the cursor as one. */
function useTakingChipsWhole(ref: { readonly current: HTMLTextAreaElement | null }): void {
  useEffect(() => {
    const area = ref.current;
    if (!area) return;
    const hear = (event: InputEvent): void => {
      const { selectionStart, selectionEnd, value } = area;
      if (!event.inputType.startsWith('delete') || event.isComposing || selectionStart !== selectionEnd) return;
      const chip = chipBeside(value, selectionStart, event.inputType.endsWith('Forward') ? 'after' : 'before');
      if (!chip) return;
      event.preventDefault();
      area.setSelectionRange(chip.start, chip.end);
      document.execCommand('delete');
    };
    area.addEventListener('beforeinput', hear);
    return () => area.removeEventListener('beforeinput', hear);
  }, [ref]);
}
