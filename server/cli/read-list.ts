/** A spreadsheet's file as text, in whichever encoding the spreadsheet chose. */
import { readFile } from 'node:fs/promises';

export type ListText = {
  text: string;
  /** Said where letters other than a to z may have been taken for others. */
  doubt: string | null;
};

export async function readList(path: string): Promise<ListText> {
  return decodeList(await readFile(path), path);
}

export function decodeList(bytes: Uint8Array, path: string): ListText {
  const utf16 = utf16Of(bytes);
  if (utf16 !== null) return { text: new TextDecoder(utf16).decode(bytes), doubt: null };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), doubt: null };
  } catch {
    const text = new TextDecoder('windows-1252').decode(bytes);
    const [example = ''] = /[^\s,;"|]*[^\0-\x7f][^\s,;"|]*/.exec(text) ?? [];
    return {
      text,
      doubt: `${path} is not UTF-8 and was read as Windows-1252. Look whether ${example} is right; if it is not, save the list as "CSV UTF-8".`,
    };
  }
}

/** Excel's "Unicode text", with a byte order mark; or without one, by the zero of each Latin letter. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0 && second !== 0) return 'utf-16be';
  return second === 0 && first !== 0 ? 'utf-16le' : null;
}
