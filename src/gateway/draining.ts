import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Follows which connections are answering a request. The function that it gives lets those finish and ends all others at once:
 * Node would wait for a connection that a browser opened in advance and never used.
 */
export const trackRequests = (server: Server): (() => void) => {
  const underWay = new Map<Socket, number>();
  let isDraining = false;
  server.on('connection', (socket: Socket) => {
    if (isDraining) socket.destroy();
    underWay.set(socket, 0);
    socket.once('close', () => underWay.delete(socket));
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    underWay.set(socket, (underWay.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = (underWay.get(socket) ?? 1) - 1;
      if (!socket.destroyed) underWay.set(socket, left);
      if (isDraining && left === 0) socket.destroySoon();
    });
  });
  return () => {
    isDraining = true;
    for (const [socket, requests] of underWay) if (requests === 0) socket.destroy();
  };
};
