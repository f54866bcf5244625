const WIDTH = 120;
const HEIGHT = 32;

/** One bar a day, the latest at the right. */
export function Sparkline({ values, label }: { readonly values: readonly number[]; readonly label: string }) {
  return (
    <svg className="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${label}: ${values.join(', ')}`}>
      <path d={barsOf(values)} fill="var(--flow)" />
    </svg>
  );
}

export function barsOf(values: readonly number[]): string {
  const top = Math.max(1, ...values);
  const width = WIDTH / values.length;
  return values
    .map((value, day) => {
      const height = Math.max(1, (value / top) * HEIGHT);
      return `M${day * width + 1} ${HEIGHT}v${-height}h${width - 2}v${height}z`;
    })
    .join('');
}
