import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newCommandId } from './commands/ids.js';
import type { Ports } from './commands/ports.js';
import { DomainError, type CommandMetadata } from './domain/decider.js';
import { upcasters } from './domain/schema.js';
import { EmbeddedEventStore } from './eventstore/embedded-event-store.js';
import { UpcastingEventStore } from './eventstore/upcasting-event-store.js';
import { AtomicFileWriter } from './files/atomic-file-writer.js';
import { FolderInputFiles } from './files/folder-input-files.js';
import { homePath, openHome } from './files/home.js';
import { instanceId } from './files/instance.js';
import { FolderOfTemplates } from './files/shipped-templates.js';

/** Formwork as one process holds it: the ports with their adapters, and who acts. */
export type Formwork = {
  readonly home: string;
  readonly instance: string;
  readonly ports: Ports;
  /** Metadata of a command that is sent now. Without an id it is a new command. */
  readonly metadata: (project: string, commandId?: string) => CommandMetadata;
  /** Reads every event and lists those that are damaged. */
  readonly verifyEvents: EmbeddedEventStore['verify'];
  readonly close: () => Promise<void>;
};

const EVENTS = 'events.db';

const openStore = (home: string, env: NodeJS.ProcessEnv): Promise<EmbeddedEventStore> => {
  if (env.FORMWORK_EVENTSTORE_URL)
    throw new DomainError('SETTING_UNSUPPORTED', 'FORMWORK_EVENTSTORE_URL is set, but this version has only the embedded event store', {
      field: 'FORMWORK_EVENTSTORE_URL',
      hint: 'unset it to use the store in FORMWORK_HOME',
    });
  return EmbeddedEventStore.open(join(home, EVENTS));
};

const shippedTemplates = (packageRoot: URL) => new FolderOfTemplates(fileURLToPath(new URL('templates/', packageRoot)));

const actor = (): string => {
  try {
    return `user:${userInfo().username}`;
  } catch {
    return `user:${process.getuid?.() ?? 'unknown'}`; // a container's user may have no name
  }
};

/** The composition root of everything that runs without a framework. */
export const openFormwork = async (env: NodeJS.ProcessEnv, packageRoot: URL): Promise<Formwork> => {
  const home = openHome(env).path;
  const instance = instanceId(home, env);
  const events = await openStore(home, env);
  const store = new UpcastingEventStore(events, upcasters);
  const files = new AtomicFileWriter(join(home, 'pending'));
  const shipped = shippedTemplates(packageRoot);
  const clock = () => new Date();
  return {
    home,
    instance,
    ports: { store, files, inputs: new FolderInputFiles(), shipped, clock },
    metadata: (project, commandId = newCommandId()) => ({
      commandId,
      correlationId: commandId,
      actor: actor(),
      project,
      instance,
      now: clock().toISOString(),
    }),
    verifyEvents: () => events.verify(),
    close: () => store.close(),
  };
};

/** What is there to be looked at; `events` is missing where nothing was ever recorded. */
export type Looking = {
  readonly shipped: Ports['shipped'];
  readonly events?: { readonly store: Ports['store']; readonly streamsWith: EmbeddedEventStore['streamsWith'] };
  readonly close: () => Promise<void>;
};

/** How long somebody who only looks waits for others to let go of the store. */
const GLANCE_MS = 100;

/** For a glance between two key strokes: makes nothing, mends nothing, waits for nobody. @throws EventStoreUnavailableError */
export const openToLook = async (env: NodeJS.ProcessEnv, packageRoot: URL): Promise<Looking> => {
  const shipped = shippedTemplates(packageRoot);
  const file = join(homePath(env), EVENTS);
  if (env.FORMWORK_EVENTSTORE_URL || !existsSync(file)) return { shipped, close: async () => undefined };
  const events = await EmbeddedEventStore.open(file, { patienceMs: GLANCE_MS });
  const store = new UpcastingEventStore(events, upcasters);
  return { shipped, events: { store, streamsWith: (prefix) => events.streamsWith(prefix) }, close: () => store.close() };
};
