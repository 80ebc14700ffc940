import { describeFailure } from '../../gateway/failure.js';
import { projectionStatus, type ProjectionStatus } from '../../projections/projection-status.js';
import { readModels } from '../../projections/read-models.js';
import { EXIT } from '../failure.js';
import type { Invocation } from '../invocation.js';
import { bold, dim, green, red } from '../output.js';
import { withDatabase } from '../read-models.js';
import { withFormwork, type Session } from '../with-formwork.js';

/** One thing looked at: what it is, whether it is well, and how to mend it where it is not. */
type Check = { readonly name: string; readonly ok: boolean; readonly message: string; readonly hint?: string };

const broken = (name: string, error: unknown): Check => {
  const failure = describeFailure(error);
  if (failure === undefined) throw error;
  return { name, ok: false, message: failure.message, ...(failure.hint !== undefined && { hint: failure.hint }) };
};

const checkStore = async ({ formwork }: Session): Promise<Check> => {
  const { intact, damaged } = await formwork.verifyEvents();
  const name = 'event store';
  if (damaged.length === 0)
    return { name, ok: true, message: `${intact} events, all as they were written (embedded, ${formwork.home}/events.db)` };
  const places = damaged.map(
    ({ position, stream, revision }) => `position ${position}${stream === undefined ? '' : ` (${stream}@${revision})`}`,
  );
  return {
    name,
    ok: false,
    message: `${damaged.length} of ${intact + damaged.length} events are damaged: ${places.join(', ')}`,
    hint: 'the other events are readable; restore events.db from a backup to get these back',
  };
};

const checkProjection = ({ name, state, position, parked }: ProjectionStatus, end: bigint): Check => {
  const label = `read model ${name}`;
  if (parked !== undefined)
    return {
      name: label,
      ok: false,
      message: `stopped at position ${position}: ${parked.reason}`,
      hint: `after mending the cause: formwork rebuild ${name}`,
    };
  if (state === 'newer') return { name: label, ok: false, message: 'was built by a newer Formwork', hint: 'update Formwork' };
  if (state !== 'live') return { name: label, ok: true, message: `${state}; built at the next query` };
  const lag = end - BigInt(position ?? 0);
  return { name: label, ok: true, message: lag <= 0n ? 'up to date' : `${lag} positions behind; caught up at the next query` };
};

const checkReadModels = async ({ formwork }: Session): Promise<Check[]> => {
  const where = process.env.FORMWORK_DATABASE_URL ? 'PostgreSQL' : `SQLite, ${formwork.home}/read-models.db`;
  try {
    const statuses = await withDatabase(formwork, (db) => projectionStatus(db, readModels()));
    const end = await formwork.ports.store.lastPosition();
    return [{ name: 'database', ok: true, message: `reachable (${where})` }, ...statuses.map((status) => checkProjection(status, end))];
  } catch (error) {
    return [broken('database', error)];
  }
};

const checkInstance = ({ formwork, project }: Session): Check[] => [
  { name: 'node', ok: true, message: process.version },
  { name: 'home', ok: true, message: `${formwork.home} (instance ${formwork.instance})` },
  { name: 'project', ok: true, message: `${project.project} (${project.root})` },
];

const UNUSED_SETTINGS = ['FORMWORK_NATS_URL', 'FORMWORK_URL', 'FORMWORK_TOKEN', 'FORMWORK_GRPC_PORT'];

const checkSettings = (): Check[] =>
  UNUSED_SETTINGS.filter((name) => process.env[name]).map((name) => ({
    name,
    ok: false,
    message: 'is set, but this version does not use it',
    hint: 'unset it',
  }));

const lineOf = ({ name, ok, message, hint }: Check): string[] => [
  `${ok ? green('✔') : red('✘')} ${bold(name)}  ${message}`,
  ...(hint === undefined ? [] : [dim(`    ${hint}`)]),
];

/** `formwork doctor`: exit 1 when something is not well. */
export const doctor = (invocation: Invocation): Promise<number> =>
  withFormwork(invocation, async (session) => {
    const store = await checkStore(session).catch((error: unknown) => broken('event store', error));
    const checks = [...checkInstance(session), store, ...(await checkReadModels(session)), ...checkSettings()];
    const ok = checks.every((check) => check.ok);
    invocation.output.result({ ok, checks }, () => checks.flatMap(lineOf));
    return ok ? EXIT.done : EXIT.failed;
  });
