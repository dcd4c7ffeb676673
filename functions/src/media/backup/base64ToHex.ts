/** Converts a checksum from Cloud Storage's base64 to hexadecimal. */
export function base64ToHex(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex');
}
