import { DataSource, type DataSourceOptions, type EntityManager } from 'typeorm';

type Work<T> = (tx: EntityManager) => Promise<T>;

/** When the last piece of work on each database file ends. SQLite waits for a lock without letting go of the thread that would release it. */
const lastTurns = new Map<string, Promise<unknown>>();

/**
 * A data source over one SQLite file. TypeORM gives such a source a single connection, on which a query between two statements of
 * somebody's transaction would see its half-done work. So transactions run on a second connection, one after another, and everything
 * else reads committed rows only. Work in a transaction must not ask for another one: it would wait for itself.
 */
export class EmbeddedDataSource extends DataSource {
  private writer: Promise<DataSource> | undefined;

  constructor(
    private readonly file: string,
    private readonly sourceOptions: DataSourceOptions,
  ) {
    super(sourceOptions);
  }

  override transaction<T>(first: Work<T> | string, second?: Work<T>): Promise<T> {
    const work = typeof first === 'function' ? first : second;
    if (work === undefined) throw new TypeError('a transaction needs work to do');
    return this.inTurn(async () => (await this.openWriter()).manager.transaction(work));
  }

  /** Does work that writes when nobody else in this process is writing to the file. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = (lastTurns.get(this.file) ?? Promise.resolve()).then(work);
    const ended = turn.then(
      () => undefined,
      () => undefined,
    );
    lastTurns.set(this.file, ended);
    return turn;
  }

  override async destroy(): Promise<void> {
    await this.inTurn(async () => (await this.writer)?.destroy());
    await super.destroy();
  }

  private openWriter(): Promise<DataSource> {
    this.writer ??= new DataSource(this.sourceOptions).initialize().catch((error: unknown) => {
      this.writer = undefined; // the next transaction tries again
      throw error;
    });
    return this.writer;
  }
}
