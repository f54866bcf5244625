import { type SQL, sql } from 'drizzle-orm';

/**
 * A statement that takes addresses that are not there from everybody who has them. `gone` is a relation with workspace_id, channel
 * and address. Whoever the message was planned for may have become another person meanwhile; the address is the same.
 */
export function deadAddresses(gone: SQL): SQL {
  return sql`
    update contact_points p set state = 'invalid' from ${gone} gone
    where p.workspace_id = gone.workspace_id and p.channel = gone.channel and p.address = gone.address and p.state <> 'invalid'`;
}
