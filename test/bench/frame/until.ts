const LOOK_EVERY_MS = 100;

/** Looks until there is an answer. Gives up once the answer is overdue, with the sentence about what is missing. */
export async function until<Answer>(
  look: () => Promise<Answer | undefined>,
  missing: () => string,
  withinMs = 120_000,
): Promise<Answer> {
  const end = performance.now() + withinMs;
  for (;;) {
    const answer = await look();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new Error(missing());
    await new Promise((next) => setTimeout(next, LOOK_EVERY_MS));
  }
}
