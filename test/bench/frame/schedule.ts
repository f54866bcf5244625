/** The instants at which an open loop acts. They stand before it begins: a slow answer moves none of them. */
export function scheduleOf(startMs: number, everyMs: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => startMs + index * everyMs);
}

/** Acts at each instant, whatever became of the acts before. Rejects with the first that failed, once all have ended. */
export async function actAt(
  instants: readonly number[],
  nowMs: () => number,
  act: (index: number) => Promise<void>,
): Promise<void> {
  const acts = instants.map(async (at, index) => {
    await new Promise<void>((due) => setTimeout(due, Math.max(0, at - nowMs())));
    await act(index);
  });
  const failed = (await Promise.allSettled(acts)).find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Hands the items on, at most `atOnce` of them under way. */
export async function inFlight<Item>(
  atOnce: number,
  items: readonly Item[],
  act: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const worker = async (): Promise<void> => {
    for (const item of left) await act(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
