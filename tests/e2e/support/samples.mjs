// Files to take in and photos to add.
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

const FIXTURES = new URL('../../../crates/bcd-core/tests/fixtures/', import.meta.url);

const payload = (name, buffer) => ({ name, mimeType: 'application/octet-stream', buffer });

/** A file of `crates/bcd-core/tests/fixtures`. */
export function fixture(path) {
  return payload(path.split('/').at(-1), readFileSync(new URL(path, FIXTURES)));
}

/**
 * The submissions of 43 units, one of each, not signed. Made by `make_province` of bcd-core with
 * `DIR --units 43 --years 1 --numbers 1 --steady --unsigned --flat`; DIR/files is packed by `pack.mjs`.
 */
export function submissions() {
  const packed = readFileSync(new URL('../fixtures/43-don-vi.json.br', import.meta.url));
  const files = JSON.parse(brotliDecompressSync(packed).toString('utf8'));
  return Object.entries(files).map(([name, text]) => payload(name, Buffer.from(text)));
}

/** A photo as a camera makes it: large, with the place where it was taken. */
export async function photo(page, { width = 2400, height = 1800, name = 'IMG_2026.jpg' } = {}) {
  const base64 = await page.evaluate(async ([width, height]) => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    // Stripes and dots: a plain area would be tiny whatever the app does.
    for (let x = 0; x < width; x += 4) {
      for (let y = 0; y < height; y += 4) {
        context.fillStyle = `hsl(${(x * 31 + y * 17) % 360} 60% ${(x * y) % 100}%)`;
        context.fillRect(x, y, 4, 4);
      }
    }
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  }, [width, height]);
  const plain = Buffer.from(base64, 'base64');
  // After the two bytes that start a JPEG.
  const buffer = Buffer.concat([plain.subarray(0, 2), exifWithPlace(), plain.subarray(2)]);
  return { name, mimeType: 'image/jpeg', buffer };
}

/** An APP1 segment that says: 10° N. */
function exifWithPlace() {
  const tiff = Buffer.alloc(26 + 30 + 24);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  // The first directory: one entry, which leads to the directory of the place.
  tiff.writeUInt16LE(1, 8);
  writeEntry(tiff, 10, 0x8825, 4, 1, 26);
  // The place: north, and three fractions.
  tiff.writeUInt16LE(2, 26);
  writeEntry(tiff, 28, 1, 2, 2, 'N'.charCodeAt(0));
  writeEntry(tiff, 40, 2, 5, 3, 56);
  [10, 1, 0, 1, 0, 1].forEach((number, index) => tiff.writeUInt32LE(number, 56 + index * 4));
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

function writeEntry(tiff, at, tag, type, count, value) {
  tiff.writeUInt16LE(tag, at);
  tiff.writeUInt16LE(type, at + 2);
  tiff.writeUInt32LE(count, at + 4);
  tiff.writeUInt32LE(value, at + 8);
}
