import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { HEADER_BYTES, readHeader, targetOf } from './target';

function elf(machine: number, bigEndian = false): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.writeUInt32BE(0x7f454c46);
  bytes[4] = 2;
  bytes[5] = bigEndian ? 2 : 1;
  if (bigEndian) bytes.writeUInt16BE(machine, 18);
  else bytes.writeUInt16LE(machine, 18);
  return bytes;
}

function machO(cpu: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.writeUInt32BE(0xcffaedfe);
  bytes.writeUInt32LE(cpu, 4);
  return bytes;
}

function pe(machine: number, offset = 0x80): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.write('MZ', 0, 'latin1');
  bytes.writeUInt32LE(offset, 0x3c);
  if (offset + 6 < bytes.length) {
    bytes.write('PE\0\0', offset, 'latin1');
    bytes.writeUInt16LE(machine, offset + 4);
  }
  return bytes;
}

it.each([
  ['an x86-64 ELF', elf(62), { system: 'linux', machine: 'amd64' }],
  ['an aarch64 ELF', elf(183), { system: 'linux', machine: 'arm64' }],
  ['a big-endian ELF', elf(22, true), { system: 'linux', machine: 's390x' }],
  ['an ELF of another machine', elf(243), { system: 'linux', machine: 'elf-243' }],
  ['an Apple silicon Mach-O', machO(0x0100000c), { system: 'darwin', machine: 'arm64' }],
  ['an Intel Mach-O', machO(0x01000007), { system: 'darwin', machine: 'amd64' }],
  ['a 64-bit Windows program', pe(0x8664), { system: 'windows', machine: 'amd64' }],
  ['a Windows program for ARM', pe(0xaa64), { system: 'windows', machine: 'arm64' }],
  ['a Windows program whose header lies outside', pe(0x8664, 0xffff_fff0), null],
  ['a script', Buffer.from('#!/bin/sh\n'), 'script'],
  ['a text', Buffer.from('etcd '.repeat(50)), null],
  ['an ELF cut short', elf(62).subarray(0, 10), null],
  ['an empty file', Buffer.alloc(0), null],
])('%s is told by its header', (_name, bytes, expected) => {
  expect(readHeader(bytes)).toEqual(expected);
});

it('the program that runs this test is built for this machine', () => {
  const header = readFileSync(process.execPath).subarray(0, HEADER_BYTES);
  expect(readHeader(header)).toEqual(targetOf(process.platform, process.arch));
});

it('a machine without etcd releases is no target', () => {
  expect(targetOf('linux', 'arm')).toBeNull();
  expect(targetOf('freebsd', 'x64')).toBeNull();
});
