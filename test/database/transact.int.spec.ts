import { tmpdir } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { Column, Entity, PrimaryColumn, type EntityManager } from 'typeorm';
import { openDatabase } from '../../src/database/open-database.js';
import { createTables } from '../../src/database/tables.js';
import { TableWriter } from '../../src/database/table-writer.js';
import { transact } from '../../src/database/transact.js';
import { createTestDatabase, noPostgres } from '../support/postgres.js';
import { afterThisTest } from '../support/temporary.js';

@Entity('accounts')
class AccountRow {
  @PrimaryColumn('text') id!: string;
  @Column('integer') changes!: number;
}

(noPostgres === undefined ? describe : describe.skip)(
  `Transactions on PostgreSQL${noPostgres === undefined ? '' : ` (${noPostgres})`}`,
  () => {
    it('that stand in each other’s way are done again until both are done', async () => {
      const { url, drop } = await createTestDatabase();
      afterThisTest(drop);
      const db = await openDatabase({ url, home: tmpdir() }, { entities: [AccountRow], migrations: [], migrated: [] });
      afterThisTest(() => db.destroy());
      await transact(db, async (tx) => {
        await createTables(tx, [AccountRow], '');
        const rows = [
          { id: 'a', changes: 0 },
          { id: 'b', changes: 0 },
        ];
        await new TableWriter(tx, '').insert(AccountRow, rows);
      });
      let waiting = 0;
      let release = () => {};
      const bothHold = new Promise<void>((resolve) => (release = resolve));
      const change = (tx: EntityManager, id: string) => tx.increment(AccountRow, { id }, 'changes', 1);
      const changeBoth = (first: string, second: string) =>
        transact(db, async (tx) => {
          await change(tx, first);
          waiting += 1;
          if (waiting === 2) release();
          await bothHold;
          await change(tx, second);
        });
      await Promise.all([changeBoth('a', 'b'), changeBoth('b', 'a')]);
      expect(waiting).toBe(3);
      expect((await db.manager.find(AccountRow)).map(({ changes }) => changes)).toEqual([2, 2]);
    });
  },
);
