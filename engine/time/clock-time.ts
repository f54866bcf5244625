/** Minutes since midnight of `HH:mm`, 0–1440 (`24:00` is the end of the day); undefined for anything else. */
export function readClockTime(text: string): number | undefined {
  const match = /^(\d{1,2}):(\d\d)$/.exec(text);
  if (match === null) return undefined;
  const hour = Number(match[1]);
  const minute = Number(match[2]);
  const minutes = hour * 60 + minute;
  return minute < 60 && minutes <= 24 * 60 ? minutes : undefined;
}
