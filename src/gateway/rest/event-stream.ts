import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { toJson } from '../../cli/output.js';
import type { Position, SubscriptionMessage } from '../../eventstore/event-store.js';
import { eventDocument } from '../../queries/history.js';

/** Proxies close connections that are silent for longer. */
const KEEP_ALIVE_MS = 15_000;

/** Server-sent events. A bare `id:` moves the place from which a lost connection is taken up again, and shows nothing. */
const frame = (message: SubscriptionMessage): string => {
  switch (message.kind) {
    case 'event':
      return `id: ${message.event.position}\ndata: ${toJson(eventDocument(message.event))}\n\n`;
    case 'caught-up':
      return `id: ${message.position}\nevent: caught-up\ndata: ${toJson({ position: message.position })}\n\n`;
    case 'checkpoint':
      return `id: ${message.position}\n\n`;
  }
};

/** A reader that is slow slows the reading of the log, and fills no memory. */
const write = async (response: ServerResponse, text: string, signal: AbortSignal): Promise<void> => {
  if (!response.write(text)) await once(response, 'drain', { signal });
};

/** Connections that only end when somebody ends them; the service does so before it waits for its other requests. */
@Injectable()
export class EventStreams implements BeforeApplicationShutdown {
  private readonly logger = new Logger('event stream');
  private readonly stopping = new AbortController();

  beforeApplicationShutdown(): void {
    this.stopping.abort();
  }

  /** Aborts when the reader goes away or the service stops. */
  signalFor({ raw }: FastifyReply): AbortSignal {
    const gone = new AbortController();
    raw.once('close', () => gone.abort());
    return AbortSignal.any([gone.signal, this.stopping.signal]);
  }

  async send(reply: FastifyReply, start: Position, messages: AsyncIterable<SubscriptionMessage>, signal: AbortSignal): Promise<void> {
    const { raw } = reply.hijack();
    raw.writeHead(200, {
      ...headersOf(reply),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'close',
    });
    raw.write(`retry: 1000\nid: ${start}\n\n`);
    const keepAlive = setInterval(() => raw.write(': nothing new\n\n'), KEEP_ALIVE_MS);
    try {
      for await (const message of messages) await write(raw, frame(message), signal);
    } catch (error) {
      if (!signal.aborted) this.logger.error(error); // the reader takes it up again where it was
    } finally {
      clearInterval(keepAlive);
      raw.end();
    }
  }
}

const headersOf = (reply: FastifyReply): Record<string, string> =>
  Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]));
