import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

/** Only the bookkeeping is migrated. The read models are not: a changed one is built anew from the events. */
export class CreateCheckpoints1763600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = [
      { name: 'name', type: 'text', isPrimary: true },
      { name: 'prefix', type: 'text', isPrimary: true },
      { name: 'version', type: 'integer' },
      { name: 'position', type: 'bigint' },
      { name: 'tables', type: 'jsonb' },
      { name: 'indexed', type: 'boolean' },
      { name: 'parked_reason', type: 'text', isNullable: true },
      { name: 'parked_at', type: 'text', isNullable: true },
    ];
    await runner.createTable(new Table({ name: 'projection_checkpoints', columns }), true);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('projection_checkpoints', true);
  }
}
