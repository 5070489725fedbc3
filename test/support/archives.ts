import { crc32, deflateRawSync, gzipSync } from 'node:zlib';

/** An entry of an archive, with any name and kind, including those that no honest tool would write. */
export interface ArchiveEntry {
  readonly name: string;
  readonly body: Buffer;
  readonly kind?: 'file' | 'link';
}

const BLOCK = 512;

/**
 * A .tar.gz in the ustar format, stored uncompressed, since compressing programs takes long. The body of a link is
 * its target.
 */
export function tarball(entries: readonly ArchiveEntry[]): Buffer {
  const blocks = entries.flatMap((entry) => {
    const body = entry.kind === 'link' ? Buffer.alloc(0) : entry.body;
    return [tarHeader(entry, body.length), body, Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]), { level: 0 });
}

/** The header of an entry that says it has `size` bytes. */
export function tarHeader({ name, body, kind = 'file' }: ArchiveEntry, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 100, 'utf8');
  header.write('0000755\0', 100, 'latin1');
  header.write('0000000\0'.repeat(2), 108, 'latin1');
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  header.write('00000000000\0', 136, 'latin1');
  header.write(' '.repeat(8), 148, 'latin1');
  header.write(kind === 'link' ? '2' : '0', 156, 'latin1');
  if (kind === 'link') header.write(body.toString('utf8'), 157, 100, 'utf8');
  header.write('ustar\x0000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

/** A .zip whose entries use deflate, stored uncompressed as well. */
export function zipball(entries: readonly ArchiveEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, body, kind = 'file' } of entries) {
    const deflated = deflateRawSync(body, { level: 0 });
    const fileName = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(body), 10);
    common.writeUInt32LE(deflated.length, 14);
    common.writeUInt32LE(body.length, 18);
    common.writeUInt16LE(fileName.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((kind === 'link' ? 0o120777 : 0o100755) * 0x10000, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, rest, fileName);
    const local = [Buffer.from('PK\x03\x04', 'latin1'), common, fileName, deflated];
    parts.push(...local);
    offset += local.reduce((total, part) => total + part.length, 0);
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(
    directory.reduce((total, part) => total + part.length, 0),
    12,
  );
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
