/** Does all of it, so many at a time, in the order of the list. Answers in that order too. */
export async function sideBySide<Thing, Done>(
  things: readonly Thing[],
  atOnce: number,
  perform: (thing: Thing) => Promise<Done>,
): Promise<readonly Done[]> {
  const done: Done[] = [];
  const rest = things.entries();
  const lane = async (): Promise<void> => {
    for (const [place, thing] of rest) done[place] = await perform(thing);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return done;
}
