import type { MemberFigure, MemberRow, MemberStatus } from '@shared/contract/members';
import { formatBytes, shareNotInUse } from '../../words/format';

/** Columns aligned with spaces, figures right-aligned, two spaces apart. */
export function asText(rows: readonly (readonly string[])[], figures: ReadonlySet<number>): string {
  const widths = columnWidths(rows);
  return rows
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0, figures.has(column) ? 'right' : 'left'))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const HEADER = [
  'ENDPOINT',
  'ID',
  'VERSION',
  'STORAGE VERSION',
  'DB SIZE',
  'IN USE',
  'PERCENTAGE NOT IN USE',
  'QUOTA',
  'IS LEADER',
  'IS LEARNER',
  'RAFT TERM',
  'RAFT INDEX',
  'RAFT APPLIED INDEX',
  'ERRORS',
  'DOWNGRADE TARGET VERSION',
  'DOWNGRADE ENABLED',
];

/** Longest line in a cell of etcdctl's table; it wraps longer ones between words. */
const CELL_WIDTH = 30;

/**
 * Exactly what `etcdctl endpoint status -w table` of 3.6 prints for the members that answer. It leaves out
 * those that do not.
 */
export function asEtcdctlTable(rows: readonly MemberRow[]): string {
  const body = answering(rows).map(({ endpoint, status }) => tableRow(endpoint, status).map(wrap));
  const widths = HEADER.map((title, column) =>
    Math.max(title.length, ...body.map((row) => cellWidth(row[column] ?? []))),
  );
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const line = (cells: readonly string[], align: Align) =>
    `|${widths.map((width, column) => ` ${pad(cells[column] ?? '', width, align)} `).join('|')}|`;
  const lines = body.flatMap((row) => {
    const height = Math.max(...row.map((cell) => cell.length));
    return Array.from({ length: height }, (_, index) =>
      line(
        row.map((cell) => cell[index] ?? ''),
        'right',
      ),
    );
  });
  return [rule, line(HEADER, 'centre'), rule, ...lines, rule].join('\n');
}

function tableRow(endpoint: string, status: MemberStatus): readonly string[] {
  return [
    endpoint,
    status.memberId,
    status.version,
    status.storageVersion ?? '',
    unsignedBytes(said('dbSize', status)),
    unsignedBytes(said('dbSizeInUse', status)),
    `${shareNotInUse(Number(said('dbSize', status)), Number(said('dbSizeInUse', status)))}%`,
    unsignedBytes(BigInt(status.dbSizeQuota ?? 0)),
    String(status.leader === status.memberId),
    String(status.isLearner),
    String(said('raftTerm', status)),
    String(said('raftIndex', status)),
    String(said('raftAppliedIndex', status)),
    status.errors.join(', '),
    status.downgrade?.target ?? '',
    String(status.downgrade?.enabled ?? false),
  ];
}

/** A figure as the member told it, whether it can be true or not: etcdctl prints it all the same. */
function said(figure: MemberFigure, status: MemberStatus): bigint {
  const found = status.impossible.find((each) => each.figure === figure);
  return BigInt(status[figure] ?? found?.said ?? 0);
}

/** A size below zero as etcdctl prints it: -1 is `18 EB`. */
function unsignedBytes(bytes: bigint): string {
  return formatBytes(Number(BigInt.asUintN(64, bytes)));
}

/**
 * What `etcdctl endpoint status -w json` of 3.6 prints for the members that answer: 64-bit figures as exact
 * numbers, fields in etcdctl's order, zero fields left out.
 */
export function asEtcdctlJson(rows: readonly MemberRow[]): string {
  return encode(
    answering(rows).map(({ endpoint, status }) => ({
      Endpoint: endpoint,
      Status: {
        header: nonZero({
          cluster_id: BigInt(`0x${status.clusterId}`),
          member_id: BigInt(`0x${status.memberId}`),
          revision: said('revision', status),
          raft_term: said('raftTerm', status),
        }),
        ...nonZero({
          version: status.version,
          dbSize: said('dbSize', status),
          leader: BigInt(`0x${status.leader ?? '0'}`),
          raftIndex: said('raftIndex', status),
          raftTerm: said('raftTerm', status),
          raftAppliedIndex: said('raftAppliedIndex', status),
          errors: status.errors,
          dbSizeInUse: said('dbSizeInUse', status),
          isLearner: status.isLearner,
          storageVersion: status.storageVersion ?? '',
          dbSizeQuota: BigInt(status.dbSizeQuota ?? 0),
        }),
        ...(status.downgrade && {
          downgradeInfo: nonZero({
            enabled: status.downgrade.enabled,
            targetVersion: status.downgrade.target,
          }),
        }),
      },
    })),
  );
}

function answering(rows: readonly MemberRow[]): { endpoint: string; status: MemberStatus }[] {
  return rows.flatMap(({ endpoint, status, failure }) => (status && !failure ? [{ endpoint, status }] : []));
}

type Json = string | bigint | boolean | readonly Json[] | { readonly [key: string]: Json };

/** Leaves out the same fields as Go's `omitempty`. */
function nonZero(fields: Record<string, Json>): Record<string, Json> {
  const empty = (value: Json) =>
    value === '' || value === 0n || value === false || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !empty(value)));
}

/** JSON with 64-bit figures as numbers, and the same characters escaped as in Go. */
function encode(value: Json): string {
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') {
    return JSON.stringify(value).replace(
      /[<>&\u2028\u2029]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  }
  if (isList(value)) return `[${value.map(encode).join(',')}]`;
  return `{${Object.entries(value)
    .map(([key, field]) => `${JSON.stringify(key)}:${encode(field)}`)
    .join(',')}}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Wraps a text between words into lines of at most `CELL_WIDTH`, like etcdctl's table writer. */
function wrap(text: string): readonly string[] {
  if (text.length <= CELL_WIDTH) return [text];
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= CELL_WIDTH)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A wrapped cell takes the full width, whatever its longest line. */
function cellWidth(lines: readonly string[]): number {
  return Math.max(lines.length > 1 ? CELL_WIDTH : 0, ...lines.map((line) => line.length));
}

function columnWidths(rows: readonly (readonly string[])[]): readonly number[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: columns }, (_, column) =>
    Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)),
  );
}

type Align = 'left' | 'right' | 'centre';

function pad(text: string, width: number, align: Align): string {
  if (align === 'left') return text.padEnd(width);
  if (align === 'right') return text.padStart(width);
  const left = Math.floor((width - text.length) / 2);
  return `${' '.repeat(left)}${text}`.padEnd(width);
}
