/** PROMISES 15, and the repository tests itself: sizes, names, places and promises that no linter knows. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

function filesIn(folder: string, ends: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ends.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

const SOURCES = filesIn('src', /\.tsx?$/);
const text = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const lines = (file: string) => text(file).split('\n').length;
const percentile = (values: number[], p: number) =>
  values.sort((a, b) => a - b)[Math.floor((values.length - 1) * p)];

describe('the repository', () => {
  it('keeps files short', () => {
    const sizes = SOURCES.map(lines);
    expect(SOURCES.filter((file) => lines(file) > 400)).toEqual([]);
    expect(percentile(sizes, 0.5)).toBeLessThan(100);
    expect(percentile(sizes, 0.9)).toBeLessThan(250);
  });

  it('has no barrels, grab-bags or default exports', () => {
    const page = /^src\/app\/.*(page|layout|not-found)\.tsx$/;
    expect(SOURCES.filter((file) => /\/(index|utils?|helpers?|manager)\.tsx?$/.test(file))).toEqual([]);
    expect(SOURCES.filter((file) => !page.test(file) && /^export default/m.test(text(file)))).toEqual([]);
  });

  it('names files in kebab case, but for the names that are fixed', () => {
    const fixed = new Set(['src/lib/ragPipeline.ts']);
    const odd = SOURCES.filter((file) => !fixed.has(file) && /[A-Z]/.test(file.split('/').at(-1) ?? ''));
    expect(odd).toEqual([]);
  });

  it('says at the top of every module what it promises', () => {
    const silent = SOURCES.filter(
      (file) => !/^('use client';\s*)?\/\*\*/.test(text(file)) && !file.startsWith('src/app/api/'),
    );
    expect(silent).toEqual([]);
  });

  it('keeps SQL in stores and adapters', () => {
    const allowed = /(-store\.ts$|^src\/lib\/db\/|^src\/runtime\/readiness\.ts$)/;
    const statement = /sql`|\.(selectFrom|insertInto|updateTable|deleteFrom)\(/;
    expect(SOURCES.filter((file) => !allowed.test(file) && statement.test(text(file)))).toEqual([]);
  });

  it('crosses tenants only where it is pinned', () => {
    const uses = SOURCES.filter((file) => /\.asPlatform\(/.test(text(file)));
    expect(uses.sort()).toEqual([
      'src/lib/admin/cancel-trial.ts',
      'src/lib/admin/change-admin-password.ts',
      'src/lib/admin/create-admin.ts',
      'src/lib/admin/extend-trial.ts',
      'src/lib/admin/get-health.ts',
      'src/lib/admin/get-overview.ts',
      'src/lib/admin/get-tenant-workflow.ts',
      'src/lib/admin/get-trial-detail.ts',
      'src/lib/admin/invite-admin.ts',
      'src/lib/admin/list-admins.ts',
      'src/lib/admin/list-audit.ts',
      'src/lib/admin/list-conversations.ts',
      'src/lib/admin/list-trials.ts',
      'src/lib/admin/list-unanswered.ts',
      'src/lib/admin/list-workflows.ts',
      'src/lib/admin/reset-admin-password.ts',
      'src/lib/admin/update-admin.ts',
      'src/lib/admin/watch-changes.ts',
      'src/lib/auth/admin-auth.ts',
      'src/lib/auth/authenticate.ts',
      'src/lib/auth/get-admin.ts',
      'src/lib/auth/log-in-admin.ts',
      'src/lib/auth/log-out-admin.ts',
      'src/lib/auth/set-up-admin.ts',
      'src/lib/flags/guard-flag.ts',
      'src/lib/flags/list-flags.ts',
      'src/lib/flags/set-flag.ts',
      'src/lib/flags/table-flags.ts',
      'src/lib/kb/recover-sources.ts',
      'src/lib/kb/reembed-sources.ts',
      'src/lib/mail/recover-mails.ts',
      'src/lib/metrics/collect-readings.ts',
      'src/lib/rag/index-vectors.ts',
      'src/lib/rag/require-vector-settings.ts',
      'src/lib/security/set-rate-limits.ts',
      'src/lib/tools/recover-webhooks.ts',
      'src/lib/trial/assess-changed.ts',
      'src/lib/trial/expire-trials.ts',
      'src/lib/trial/purge-expired-trials.ts',
      'src/lib/trial/purge-trial.ts',
      'src/lib/trial/recover-workflows.ts',
      'src/lib/trial/redeem-resume.ts',
      'src/lib/trial/request-resume.ts',
      'src/lib/trial/start-trial.ts',
      'src/lib/trial/upgrade-trial.ts',
      'src/lib/widget/authenticate-visitor.ts',
      'src/lib/widget/get-widget-config.ts',
      'src/lib/widget/open-session.ts',
      'src/runtime/readiness.ts',
    ]);
  });

  it('reads the environment in one place', () => {
    // The start command only sets what React and Next decide by when they are loaded.
    const allowed = ['src/env.ts', 'src/bin/start.ts'];
    const readers = SOURCES.filter((file) => /process\.env\b/.test(text(file)) && !allowed.includes(file));
    expect(readers).toEqual([]);
  });

  it('declares routes without Next and without logic', () => {
    const routes = SOURCES.filter((file) => /^src\/app\/.*\/route\.ts$/.test(file));
    expect(routes.length).toBeGreaterThan(10);
    expect(routes.filter((file) => /from 'next/.test(text(file)))).toEqual([]);
    expect(routes.filter((file) => lines(file) > 40)).toEqual([]);
  });

  it('runs no install script and pins every version', () => {
    expect(text('.npmrc')).toContain('ignore-scripts=true');
    const manifest = JSON.parse(text('package.json'));
    const loose = Object.entries({
      ...manifest.dependencies,
      ...manifest.devDependencies,
      ...manifest.optionalDependencies,
    })
      .filter(([, version]) => !/^(npm:.+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)))
      .map(([name]) => name);
    expect(loose).toEqual([]);
  });

  it('says in CI what the README says', () => {
    const readme = text('README.md');
    expect(readme).toContain('npm ci && npm test');
    expect(text('.ci/run')).toContain('npm ci && npm test');
    expect(statSync(join(ROOT, '.ci/run')).mode & 0o100).toBeTruthy();
  });

  it('has a migration for each number, without gaps', () => {
    const numbers = readdirSync(join(ROOT, 'supabase/migrations')).map((name) => Number(name.slice(0, 3)));
    expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1));
  });
});
