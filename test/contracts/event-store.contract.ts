import { afterAll, beforeAll, describe } from '@jest/globals';
import type { EventStore } from '../../src/eventstore/event-store.js';
import { appending } from './event-store/appending.js';
import { readingAll, readingStreams } from './event-store/reading.js';
import { sendingAgain } from './event-store/sending-again.js';
import type { Subject } from './event-store/subject.js';
import { endingSubscriptions, subscribing } from './event-store/subscribing.js';

/**
 * What every adapter of the event store's port must do. The store may hold other events, and others may write to it meanwhile;
 * only `lastPosition` is expected to stand still between an append and the question.
 */
export const eventStoreContract = (name: string, open: () => Promise<Subject>): void => {
  describe(`${name} is an event store`, () => {
    let subject: Subject;
    let store: EventStore;
    const current = (): EventStore => store;
    const reopenable = (): Subject => ({ ...subject, reopen: async () => (store = await subject.reopen()) });

    beforeAll(async () => {
      subject = await open();
      store = subject.store;
    });
    afterAll(() => subject.cleanUp());

    describe('appending', () => appending(current));
    describe('sending again', () => sendingAgain(current, reopenable));
    describe('reading a stream', () => readingStreams(current));
    describe('reading everything', () => readingAll(current, reopenable));
    describe('subscribing', () => subscribing(current));
    describe('ending a subscription', () => endingSubscriptions(current));
  });
};
