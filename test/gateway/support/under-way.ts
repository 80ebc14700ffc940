import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';

/** Sends a request and comes back once the service has it (it says `100 Continue`), with the answer still to come. */
export const sendUntilReceived = async <Body>(
  url: string,
): Promise<{ readonly answer: Promise<{ readonly status: number | undefined; readonly body: Body }> }> => {
  const sent = request(url, { headers: { expect: '100-continue' } });
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  const answer = answered.then(async ([response]) => ({ status: response.statusCode, body: (await json(response)) as Body }));
  sent.flushHeaders();
  await once(sent, 'continue');
  sent.end();
  return { answer };
};
