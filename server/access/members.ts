import { and, asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { id } from '../answers/index.ts';
import type { Reading } from '../database/index.ts';
import { members, workspaces } from '../tables/index.ts';
import type { Actor, Scope } from './context.ts';
import { role } from './role.ts';

/** Somebody who is signed in; a program with a key counts as one. */
export const user = z
  .object({ id: z.string(), name: z.string(), email: z.string().meta({ description: "'' of a program with a key" }) })
  .meta({ id: 'User', description: 'Who asks: a member, or a program with a key' });
export type User = z.infer<typeof user>;

export const membership = z
  .object({ id, name: z.string(), timeZone: z.string().meta({ description: 'IANA time zone' }), role })
  .meta({ id: 'Membership', description: 'A workspace, and the role in it' });
export type Membership = z.infer<typeof membership>;

/** The workspaces that somebody is a member of. */
export async function membershipsOf(db: Reading, userId: string): Promise<readonly Membership[]> {
  return db
    .select({ id: workspaces.id, name: workspaces.name, timeZone: workspaces.timeZone, role: members.role })
    .from(members)
    .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
    .where(eq(members.userId, userId))
    .orderBy(asc(members.createdAt), asc(workspaces.id));
}

/** The same person as an actor in one of them; undefined where they are no member. */
export async function memberIn({ db, workspaceId }: Scope, { id, name }: User): Promise<Actor | undefined> {
  const [member] = await db
    .select({ role: members.role })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), eq(members.userId, id)));
  return member && { id: `user:${id}`, name, role: member.role };
}
