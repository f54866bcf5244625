import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';

interface ItemListProps<Item> {
  readonly items: readonly Item[];
  /** On the button that adds one. */
  readonly add: string;
  readonly fresh: (items: readonly Item[]) => Item;
  /** Their order means something. */
  readonly isOrdered?: boolean;
  /** `at` is the place of the change, where it lies inside an item. */
  readonly onChange: (items: readonly Item[], at?: string) => void;
  readonly children: (item: Item, write: (item: Item, at?: string) => void, place: number) => ReactNode;
}

/** Items one below the other, each with its fields, to add, to move and to take out. */
export function ItemList<Item>({ items, add, fresh, isOrdered = true, onChange, children }: ItemListProps<Item>) {
  const move = (from: number, to: number): void =>
    onChange(items.toSpliced(from, 1).toSpliced(to, 0, ...items.slice(from, from + 1)));
  return (
    <>
      {items.map((item, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an item of a list is its place
        <div key={n} className="item">
          <div className="item-tools">
            {isOrdered && items.length > 1 && (
              <>
                <Tool
                  label={`Move ${n + 1} up`}
                  isOff={n === 0}
                  act={() => move(n, n - 1)}
                  icon={<ArrowUp size={14} />}
                />
                <Tool
                  label={`Move ${n + 1} down`}
                  isOff={n === items.length - 1}
                  act={() => move(n, n + 1)}
                  icon={<ArrowDown size={14} />}
                />
              </>
            )}
            <Tool label={`Remove ${n + 1}`} act={() => onChange(items.toSpliced(n, 1))} icon={<Trash2 size={14} />} />
          </div>
          {children(item, (next, at) => onChange(items.with(n, next), at), n)}
        </div>
      ))}
      <button type="button" className="button add" onClick={() => onChange([...items, fresh(items)])}>
        <Plus size={14} aria-hidden /> {add}
      </button>
    </>
  );
}

interface ToolProps {
  readonly label: string;
  readonly isOff?: boolean;
  readonly act: () => void;
  readonly icon: ReactNode;
}

function Tool({ label, isOff = false, act, icon }: ToolProps) {
  return (
    <button
      type="button"
      className="button quiet icon small"
      aria-label={label}
      title={label}
      disabled={isOff}
      onClick={act}
    >
      {icon}
    </button>
  );
}
