import type { ControlProps } from './props.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Days of the week, 1 (Monday) to 7. */
export function Weekdays({ value, say }: Pick<ControlProps, 'value' | 'say'>) {
  const days = Array.isArray(value) ? value.filter((day): day is number => typeof day === 'number') : [];
  return (
    <div className="weekdays">
      {DAYS.map((name, index) => {
        const day = index + 1;
        const isOn = days.includes(day);
        return (
          <button
            key={name}
            type="button"
            className={`pill ${isOn ? 'on' : ''}`}
            aria-pressed={isOn}
            onClick={() => say(isOn ? days.filter((one) => one !== day) : [...days, day].sort())}
          >
            {name}
          </button>
        );
      })}
    </div>
  );
}
