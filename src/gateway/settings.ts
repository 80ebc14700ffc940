import { BlockList, isIPv6 } from 'node:net';
import { DomainError } from '../domain/decider.js';

/** Where the service listens; port 0 is any free one. */
export type Address = { readonly host: string; readonly port: number };

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = '4480';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether a host, as an address or a name, is this machine itself and nothing that others can reach. */
export const isLoopback = (host: string): boolean => {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || name.endsWith('.localhost') || loopback.check(name, isIPv6(name) ? 'ipv6' : 'ipv4');
};

const parsePort = (text: string): number => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new DomainError('PORT_INVALID', `"${text}" is not a port`, {
    field: 'FORMWORK_HTTP_PORT',
    hint: 'give --http-port or FORMWORK_HTTP_PORT a number from 0 (any free port) to 65535',
  });
};

/**
 * Flags win over the environment. Roles and tokens do not exist yet, so nobody but this machine may be let in, and a setting that asks
 * for tokens must not be taken for protection.
 * @throws DomainError
 */
export const readAddress = (flags: { readonly host?: string; readonly httpPort?: string }, env: NodeJS.ProcessEnv): Address => {
  const host = flags.host ?? (env.FORMWORK_HOST || DEFAULT_HOST);
  const port = parsePort(flags.httpPort ?? (env.FORMWORK_HTTP_PORT || DEFAULT_PORT));
  if (!isLoopback(host))
    throw new DomainError(
      'HOST_NOT_LOCAL',
      `"${host}" can be reached from other machines, and this version cannot tell callers apart yet: it serves this machine alone`,
      {
        field: 'FORMWORK_HOST',
        hint: `bind ${DEFAULT_HOST}; for callers elsewhere, put a proxy that authenticates them in front`,
      },
    );
  if (env.FORMWORK_TOKENS_FILE)
    throw new DomainError('SETTING_UNSUPPORTED', 'FORMWORK_TOKENS_FILE is set, but this version does not check tokens yet', {
      field: 'FORMWORK_TOKENS_FILE',
      hint: `unset it to serve this machine alone, without tokens`,
    });
  return { host, port };
};
