/** What became of a generated file since. */
export type FileCondition = 'as-generated' | 'edited' | 'missing';

const SECRET_MARK = /‹secret:[^›]*›/g;

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Whether a file still says what was rendered. Secrets were written to the file alone: where their marks stand in the stored text, anything in
 * one line may stand in the file.
 */
export const isAsRendered = (current: Buffer, stored: Buffer): boolean => {
  if (current.equals(stored)) return true;
  const text = stored.toString('utf8');
  if (!text.includes('‹secret:')) return false;
  const pattern = text.split(SECRET_MARK).map(escapeRegExp).join('[^\\n]*');
  return new RegExp(`^${pattern}$`, 'u').test(current.toString('utf8'));
};

const isText = (bytes: Buffer): boolean => !bytes.includes(0) && Buffer.from(bytes.toString('utf8')).equals(bytes);

/** A unified diff from the stored render to the file as it is now; undefined for binary files. */
export const diffFromRender = async (path: string, stored: Buffer, current: Buffer): Promise<string | undefined> => {
  if (!isText(stored) || !isText(current)) return undefined;
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff');
  const options = { headerOptions: FILE_HEADERS_ONLY };
  return createTwoFilesPatch(`${path} (generated)`, `${path} (now)`, stored.toString('utf8'), current.toString('utf8'), '', '', options);
};
