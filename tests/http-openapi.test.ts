import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ROUTES } from '#lib/contracts/routes.ts';
import { openApiDocument } from '#lib/http/openapi.ts';
import { isCatchAll, loadRouteTable } from '#server/route-table.ts';

interface Operation {
  operationId: string;
  parameters: Array<{ name: string; in: string }>;
  responses: Record<string, { content?: Record<string, unknown> }>;
  security: unknown[];
}
const document = openApiDocument(ROUTES) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    operation,
  })),
);
const contractNames = ROUTES.map((route) => `${route.method} ${route.path}`).sort();

describe('one set of routes', () => {
  it('the document has every contract and nothing else', () => {
    expect(operations.map(({ name }) => name).sort()).toEqual(contractNames);
  });

  it('the host mounts every contract and nothing else', async () => {
    const table = await loadRouteTable('src/app');
    const mounted = table
      .filter((route) => !isCatchAll(route))
      .flatMap(({ path, methods }) => Object.keys(methods).map((method) => `${method} ${path}`));
    expect(mounted.sort()).toEqual(contractNames);
  });

  it('every route file is mounted, and a named path comes before a parameter', async () => {
    const files = (await readdir('src/app/api', { recursive: true })).filter((file) =>
      file.endsWith('route.ts'),
    );
    const paths = (await loadRouteTable('src/app')).map(({ path }) => path);
    expect(paths).toHaveLength(files.length);
    expect(paths.indexOf('/api/trial/kb/upload')).toBeLessThan(paths.indexOf('/api/trial/kb/{source_id}'));
  });
});

describe('the OpenAPI document', () => {
  it('names every operation once', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(operations)(
    '$name: its path parameters, a success and its problems are described',
    ({ name, operation }) => {
      const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      const described = operation.parameters.filter((parameter) => parameter.in === 'path');
      expect(described.map((parameter) => parameter.name)).toEqual(inPath);
      expect(Object.keys(operation.responses).some((status) => status.startsWith('2'))).toBe(true);
      expect(Object.keys(operation.responses)).toContain('500');
      if (operation.security.length > 0)
        expect(Object.keys(operation.responses)).toEqual(
          expect.arrayContaining(name.includes(' /api/admin/') ? ['403'] : ['401', '403']),
        );
    },
  );

  it('documents the rate limits of every route that has some', () => {
    for (const { name, operation } of operations) {
      const { 'x-rate-limits': limits, responses } = operation as Operation & { 'x-rate-limits'?: string[] };
      const answers = Object.values(responses) as { headers?: object }[];
      expect(
        answers.every(({ headers = {} }) => 'RateLimit' in headers === (limits !== undefined)),
        name,
      ).toBe(true);
      if (limits) expect(responses[429], name).toMatchObject({ headers: { 'Retry-After': {} } });
      else expect(name).toMatch(/health|metrics/);
    }
  });

  it('every reference leads to a part of the document', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, target]) => target,
    );
    const names = new Set(references.map((target) => target?.replace('#/components/', '')));
    expect(names.size).toBeGreaterThan(5);
    const parts = Object.entries(document.components).flatMap(([kind, members]) =>
      Object.keys(members).map((member) => `${kind}/${member}`),
    );
    for (const name of names) expect(parts).toContain(name);
  });
});
