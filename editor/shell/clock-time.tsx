const DAY_MS = 86_400_000;

interface ClockTimeProps {
  readonly at: string;
  /** An IANA time zone: the clock that is read. */
  readonly zone: string;
  readonly now?: number;
}

/** An instant as a clock somewhere shows it; on hover in full there, and here. */
export function ClockTime({ at, zone, now = Date.now() }: ClockTimeProps) {
  const there = wordsAt(at, zone, { dateStyle: 'full', timeStyle: 'medium' });
  return (
    <time dateTime={at} title={`${there}, ${placeOf(zone)}\n${new Date(at).toLocaleString()}, here`} className="num">
      {clockTime(at, zone, now)}
    </time>
  );
}

/** "Tue 14:02" within the week around now, else with the date. */
export function clockTime(at: string, zone: string, now: number): string {
  const isNear = Math.abs(Date.parse(at) - now) < 6 * DAY_MS;
  const day = wordsAt(at, zone, isNear ? { weekday: 'short' } : { day: 'numeric', month: 'short' });
  return `${day} ${hourOf(at, zone)}`;
}

/** "14:02" on the clock of a time zone. */
export const hourOf = (at: string, zone: string): string =>
  wordsAt(at, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

function wordsAt(at: string, zone: string, options: Intl.DateTimeFormatOptions): string {
  try {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone }).format(new Date(at));
  } catch {
    // A zone that this browser does not know yet: the clock of the page.
    return new Intl.DateTimeFormat('en-GB', options).format(new Date(at));
  }
}

/** "New York" of America/New_York. */
export const placeOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
