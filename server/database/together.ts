/**
 * Statements of one transaction that need nothing of each other: they travel together and are answered in the order of asking. When one
 * fails, that one is told, and only once all have ended: none may run on after its transaction.
 */
export async function together<const Asked extends readonly Promise<unknown>[]>(
  ...asked: Asked
): Promise<{ -readonly [Place in keyof Asked]: Awaited<Asked[Place]> }> {
  const failures: unknown[] = [];
  await Promise.all(asked.map((one) => one.catch((error: unknown) => void failures.push(error))));
  if (failures.length > 0) throw failures[0];
  return Promise.all(asked);
}
