const TEXT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const NIBBLE = new Uint8Array(128);
for (const [value, digit] of [...'0123456789abcdef'].entries()) NIBBLE[digit.charCodeAt(0)] = value;
/** Where each of the sixteen bytes stands in the 36 characters. */
const AT = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const;

export const UUID_BYTES = 16;

/** Lower-case canonical text. @throws TypeError for anything that is no UUID. */
export const canonicalUuid = (id: string | Uint8Array): string => {
  if (typeof id !== 'string') {
    if (id.length !== UUID_BYTES) throw new TypeError(`an event id has 16 bytes, not ${id.length}`);
    return uuidAt(id, 0);
  }
  const text = TEXT.test(id) ? id : id.toLowerCase();
  if (!TEXT.test(text)) throw new TypeError(`an event id is a UUID, which '${id}' is not`);
  return text;
};

/** `id` must be canonical. Written by hand because it runs once for every event: five times the speed of going through a Buffer. */
export const writeUuid = (bytes: Uint8Array, at: number, id: string): void => {
  for (let byte = 0; byte < UUID_BYTES; byte++) {
    const character = AT[byte] as number;
    bytes[at + byte] = ((NIBBLE[id.charCodeAt(character)] as number) << 4) | (NIBBLE[id.charCodeAt(character + 1)] as number);
  }
};

export const uuidAt = (bytes: Uint8Array, at: number): string => {
  const hex = (byte: number): string => HEX[bytes[at + byte] as number] as string;
  return `${hex(0)}${hex(1)}${hex(2)}${hex(3)}-${hex(4)}${hex(5)}-${hex(6)}${hex(7)}-${hex(8)}${hex(9)}-${hex(10)}${hex(11)}${hex(12)}${hex(13)}${hex(14)}${hex(15)}`;
};
