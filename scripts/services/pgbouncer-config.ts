/** A pgBouncer configuration made of the operators' template, deploy/pgbouncer.ini, and what differs from it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const TEMPLATE = join(import.meta.dirname, '../../deploy/pgbouncer.ini');

/** `server` is what the wildcard database points at; an empty setting takes the line out of the file. */
export function pgbouncerConfig(server: string, settings: Record<string, string>): string {
  const left = new Map(Object.entries(settings));
  const lines = readFileSync(TEMPLATE, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const name = /^(\*|\w+) =/.exec(line)?.[1] ?? '';
      if (name === '*') return `* = ${server}`;
      const value = left.get(name);
      if (value === undefined) return line;
      left.delete(name);
      return value === '' ? [] : `${name} = ${value}`;
    });
  const added = [...left].filter(([, value]) => value !== '').map(([name, value]) => `${name} = ${value}`);
  return [...lines, ...added, ''].join('\n');
}
