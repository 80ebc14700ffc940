import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isLoopback, readAddress } from '../../src/gateway/settings.js';

describe('where the service listens', () => {
  it('is this machine at port 4480 unless said otherwise', () => expect(readAddress({}, {})).toEqual({ host: '127.0.0.1', port: 4480 }));
  it('follows the environment', () =>
    expect(readAddress({}, { FORMWORK_HOST: '::1', FORMWORK_HTTP_PORT: '0' })).toEqual({ host: '::1', port: 0 }));
  it('follows flags first', () =>
    expect(readAddress({ host: 'localhost', httpPort: '8080' }, { FORMWORK_HOST: '::1', FORMWORK_HTTP_PORT: '1' })).toEqual({
      host: 'localhost',
      port: 8080,
    }));
  it('takes empty settings for unset ones', () =>
    expect(readAddress({}, { FORMWORK_HOST: '', FORMWORK_HTTP_PORT: '', FORMWORK_TOKENS_FILE: '' })).toEqual({
      host: '127.0.0.1',
      port: 4480,
    }));

  it.each(['0.0.0.0', '::', '192.168.1.10', '10.0.0.1', 'example.com', '127.0.0.1.example.com', 'localhost.example.com', ''])(
    'is refused at %p, with tokens or without',
    (host) => {
      for (const tokens of [{}, { FORMWORK_TOKENS_FILE: '/etc/tokens' }])
        expect(() => readAddress({ host }, tokens)).toThrow(
          expect.objectContaining({ code: 'HOST_NOT_LOCAL', details: { field: 'FORMWORK_HOST', hint: expect.any(String) } }),
        );
    },
  );

  it('is refused where tokens are asked for, since nothing would check them', () => {
    expect(() => readAddress({}, { FORMWORK_TOKENS_FILE: '/etc/tokens' })).toThrow(
      expect.objectContaining({ code: 'SETTING_UNSUPPORTED' }),
    );
  });

  it.each(['-1', '65536', '80a', '1e3', ' 80', '999999'])('is refused at port %p', (httpPort) => {
    expect(() => readAddress({ httpPort }, {})).toThrow(expect.objectContaining({ code: 'PORT_INVALID' }));
  });

  it('is local for 127.0.0.0/8 alone among IPv4 addresses', () => {
    fc.assert(fc.property(fc.ipV4(), (address) => expect(isLoopback(address)).toBe(address.startsWith('127.'))));
  });
});
