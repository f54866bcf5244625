import type { Sql } from 'postgres';
import type { Bed } from '../bed/bed.ts';
import { aRow } from '../frame/row.ts';
import { crowd } from './crowd.ts';

interface Crowded {
  readonly runsASecond: number;
}

export const backup = aRow<Crowded>({
  name: 'backup',
  what: 'the crowd while everything is read out in one old snapshot, as a backup does it, which stays open to the end',
  against: 'the crowd without it',
  rounds: 2,
  warmUp: async (bed) => void (await pass(bed, 'backup-warm')),
  measure: async (bed, id) => {
    const end = await readOut((await bed.wend()).sql);
    return pass(bed, id).finally(end);
  },
  floor: pass,
  figures: (rounds) => [
    { of: '', value: rounds.reduce((sum, { runsASecond }) => sum + runsASecond, 0) / rounds.length, unit: 'runs/s' },
  ],
  hold: { '': '≥ 0.8 × without' },
});

async function pass(bed: Bed, id: string): Promise<Crowded> {
  const [figure] = await crowd.pass(bed, id);
  return { runsASecond: figure?.value ?? Number.NaN };
}

/** Begins to read every table in one snapshot, and keeps it open; answers how to end that. */
async function readOut(sql: Sql): Promise<() => Promise<void>> {
  const [begun, over] = [aMoment(), aMoment()];
  const reading = sql.begin('isolation level repeatable read read only', async (tx) => {
    const tables = await tx<{ name: string }[]>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'sandbox') order by 1`;
    begun.come();
    for (const { name } of tables) {
      await tx.unsafe(`copy ${name} to '/dev/null'`);
    }
    await over.coming;
  });
  await begun.coming;
  return async () => {
    over.come();
    await reading;
  };
}

function aMoment(): { readonly come: () => void; readonly coming: Promise<void> } {
  let come = (): void => {};
  const coming = new Promise<void>((resolve) => {
    come = resolve;
  });
  return { come, coming };
}
