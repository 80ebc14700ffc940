import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { CheckpointRow } from './checkpoint.rows.js';

/** Only the bookkeeping is migrated. The read models are not: a changed one is built anew from the events. */
export class CreateCheckpoints1763600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const metadata = runner.dataSource.getMetadata(CheckpointRow);
    await runner.createTable(Table.create(metadata, runner.dataSource.driver), true);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('projection_checkpoints', true);
  }
}
