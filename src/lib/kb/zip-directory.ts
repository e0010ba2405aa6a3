/** Reads what a ZIP archive says it holds, without unpacking a byte of it. */

/** One line of the central directory (APPNOTE.TXT 4.3.12). Sizes are what the archive claims, in bytes. */
export interface ZipEntry {
  name: string;
  encrypted: boolean;
  /** 0 stored, 8 deflate. */
  method: number;
  compressedBytes: number;
  bytes: number;
  /** Where the local file header starts. */
  offset: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const END_BYTES = 22;
const COMMENT_MAX_BYTES = 65_535;

/** The entries in order, at most `maxEntries` + 1 of them; null when the archive is broken or cut off. */
export function readZipDirectory(bytes: Uint8Array, maxEntries: number): ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === null) return null;
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  let position = view.getUint32(end + 16, true);
  let shift = 0;
  if (!signatureAt(view, position, DIRECTORY_ENTRY)) {
    // Bytes were put before the archive: its offsets count from its own start.
    shift = end - size - position;
    position += shift;
  }
  const entries: ZipEntry[] = [];
  while (entries.length < count && entries.length <= maxEntries) {
    if (position + 46 > end || !signatureAt(view, position, DIRECTORY_ENTRY)) return null;
    const nameLength = view.getUint16(position + 28, true);
    const next =
      position + 46 + nameLength + view.getUint16(position + 30, true) + view.getUint16(position + 32, true);
    if (next > end) return null;
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(position + 46, position + 46 + nameLength)),
      encrypted: (view.getUint16(position + 8, true) & 1) === 1,
      method: view.getUint16(position + 10, true),
      compressedBytes: view.getUint32(position + 20, true),
      bytes: view.getUint32(position + 24, true),
      offset: view.getUint32(position + 42, true) + shift,
    });
    position = next;
  }
  return entries;
}

/** The packed bytes of one entry; null when they lie outside of the file. */
export function zipEntryData(bytes: Uint8Array, entry: ZipEntry): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!signatureAt(view, entry.offset, LOCAL_ENTRY) || entry.offset + 30 > bytes.length) return null;
  const nameAndExtra = view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  const start = entry.offset + 30 + nameAndExtra;
  if (start + entry.compressedBytes > bytes.length) return null;
  return bytes.subarray(start, start + entry.compressedBytes);
}

function signatureAt(view: DataView, position: number, signature: number): boolean {
  return position >= 0 && position + 4 <= view.byteLength && view.getUint32(position, true) === signature;
}

function findEnd(view: DataView): number | null {
  const first = Math.max(0, view.byteLength - END_BYTES - COMMENT_MAX_BYTES);
  for (let position = view.byteLength - END_BYTES; position >= first; position--) {
    if (signatureAt(view, position, END_OF_DIRECTORY)) return position;
  }
  return null;
}
