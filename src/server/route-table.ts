/** Finds every `route.ts` under an app folder and says which path and methods it answers. */
import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Method } from '#lib/contracts/route-contract.ts';
import type { Route } from '#lib/http/route.ts';

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** What answers all that is below a path and has no route of its own. */
export function isCatchAll({ path }: Pick<MountedRoute, 'path'>): boolean {
  return path.endsWith('/{...path}');
}

export interface MountedRoute {
  /** OpenAPI style: `/api/trial/kb/{source_id}`. */
  path: string;
  methods: Partial<Record<Method, Route>>;
  /** The answer to `OPTIONS`, where it is more than the list of methods. */
  options?: Route;
}

/** `trial/kb/[source_id]` -> `/api/trial/kb/{source_id}`, `admin/[[...path]]` -> `/api/admin/{...path}`. */
function pathOf(folder: string): string {
  const path = ['/api', ...folder.split(sep)].join('/');
  return path.replace(/\[\[(\.\.\.\w+)\]\]$/, '{$1}').replaceAll(/\[([^[\]]+)\]/g, '{$1}');
}

/** Sorts named paths before `{…}` ones, so that `/kb/upload` is not taken for a source. */
function bySpecificity(a: MountedRoute, b: MountedRoute): number {
  const rank = ({ path }: MountedRoute) => path.replaceAll(/\{[^{}]+\}/g, '\uffff');
  return rank(a) < rank(b) ? -1 : 1;
}

/** Loads the route modules under `<appDir>/api`, as Next's App Router would find them. */
export async function loadRouteTable(appDir: string): Promise<MountedRoute[]> {
  const apiDir = join(appDir, 'api');
  const files = (await readdir(apiDir, { recursive: true })).filter((file) =>
    /(^|[\\/])route\.ts$/.test(file),
  );
  const table = files.map(async (file) => {
    const module = (await import(pathToFileURL(join(apiDir, file)).href)) as Partial<
      Record<Method | 'OPTIONS', Route>
    >;
    const methods = Object.fromEntries(
      METHODS.filter((method) => typeof module[method] === 'function').map((method) => [
        method,
        module[method],
      ]),
    );
    const path = pathOf(file.slice(0, -'/route.ts'.length));
    return { path, methods, ...(module.OPTIONS ? { options: module.OPTIONS } : {}) };
  });
  return (await Promise.all(table)).sort(bySpecificity);
}
