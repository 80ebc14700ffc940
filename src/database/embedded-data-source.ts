import { DataSource, type DataSourceOptions, type EntityManager } from 'typeorm';

type Work<T> = (tx: EntityManager) => Promise<T>;

/**
 * A data source over one SQLite file. TypeORM gives such a source a single connection, on which a query between two statements of
 * somebody's transaction would see its half-done work. So transactions run on a second connection, one after another, and everything
 * else reads committed rows only.
 */
export class EmbeddedDataSource extends DataSource {
  private writer: Promise<DataSource> | undefined;
  private lastTurn: Promise<unknown> = Promise.resolve();

  constructor(private readonly writerOptions: DataSourceOptions) {
    super(writerOptions);
  }

  override transaction<T>(first: Work<T> | string, second?: Work<T>): Promise<T> {
    const work = typeof first === 'function' ? first : second;
    if (work === undefined) throw new TypeError('a transaction needs work to do');
    const turn = this.lastTurn.then(async () => (await this.openWriter()).manager.transaction(work));
    this.lastTurn = turn.catch(() => undefined);
    return turn;
  }

  override async destroy(): Promise<void> {
    await this.lastTurn;
    await (await this.writer)?.destroy();
    await super.destroy();
  }

  private openWriter(): Promise<DataSource> {
    this.writer ??= new DataSource(this.writerOptions).initialize();
    return this.writer;
  }
}
