/**
 * A body as text; `null` when it is too long, which is found out without keeping it: a
 * length may be announced wrongly or not at all. (Hono's own body limit makes a new
 * Request in that case, which Node refuses for the one that node-server hands in.)
 * @param announced its Content-Length, where there is one
 */
export async function readLimited(
  chunks: AsyncIterable<Uint8Array> | readonly Uint8Array[],
  announced: string | null | undefined,
  maxBytes: number,
): Promise<string | null> {
  if (Number(announced ?? 0) > maxBytes) return null;
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > maxBytes) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
