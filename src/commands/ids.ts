import { v5, v7, validate } from 'uuid';

// Fixed for ever: ids derived from it identify events and streams that exist.
const NAMESPACE = '5f0c9d0a-6c0b-4d1c-9c39-0f6b1f2f7a11';

/** A new, time-ordered command id (UUID version 7, RFC 9562). */
export const newCommandId = (): string => v7();

/** The id of a new event. It is new at each attempt: of two that send one command at once, exactly one may win the stream. */
export const newEventId = (): string => v7();

/** The id of one part of stored content, whoever stores it. */
export const contentPartId = (sha256: string, part: number): string => v5(`content/${sha256}/${part}`, NAMESPACE);

/** The id of the stream that a command starts: its own id, or one made from it where the caller's key is no UUID. */
export const streamIdOf = (commandId: string): string => (validate(commandId) ? commandId.toLowerCase() : v5(commandId, NAMESPACE));

/** The id of a further command that belongs to `commandId`; a repeat of the whole repeats this one too. */
export const followUpId = (commandId: string, step: string): string => v5(`${commandId}/then/${step}`, NAMESPACE);
