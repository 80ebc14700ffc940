import { EmbeddedEventStore } from '../../src/eventstore/embedded-event-store.js';
import { UpcastingEventStore } from '../../src/eventstore/upcasting-event-store.js';
import type { EventStore } from '../../src/eventstore/event-store.js';
import { eventStoreContract } from '../contracts/event-store.contract.js';
import type { Subject } from '../contracts/event-store/subject.js';
import { makeFolder, removeFolder } from './support/folder.js';

const opening = (wrap: (store: EventStore) => EventStore, options?: { readonly indexEvery?: number }) => async (): Promise<Subject> => {
  const folder = await makeFolder();
  const open = async (): Promise<EventStore> => wrap(await EmbeddedEventStore.open(folder, options));
  let store = await open();
  return {
    store,
    reopen: async () => {
      await store.close();
      return (store = await open());
    },
    cleanUp: async () => {
      await store.close();
      await removeFolder(folder);
    },
  };
};

eventStoreContract(
  'the embedded store',
  opening((store) => store),
);
eventStoreContract(
  'the embedded store, indexing all the time,',
  opening((store) => store, { indexEvery: 1 }),
);
eventStoreContract(
  'the up-casting store',
  opening((store) => new UpcastingEventStore(store, {})),
);
