/** Tells Unicode encodings by their marks and zero bytes: cheap, reads at most 4 kB. */

/** `utf-8`, `utf-16le` or `utf-16be` by the byte order mark, else null. */
export function charsetOfMark(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/** UTF-16 shows itself by zeros in every second byte of Latin text, and by none in the others. */
export function utf16WithoutMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const sample = bytes.subarray(0, 4096);
  const zeros = [0, 0];
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) zeros[i % 2]!++;
  const half = sample.length / 2;
  if (zeros[1]! > half * 0.4 && zeros[0]! < half * 0.02) return 'utf-16le';
  if (zeros[0]! > half * 0.4 && zeros[1]! < half * 0.02) return 'utf-16be';
  return null;
}
