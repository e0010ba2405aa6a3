/** What the guided set-up tells when it waits, was stopped, or something is refused, lost or used up. */
import { expect, type Page } from '@playwright/test';
import type { WorkflowView } from '#lib/contracts/workflow.ts';
import { startTenant } from '../fixtures/tenant-client.ts';
import { chooseFiles, expectGoodState, productUrl, sourceRow, test, textFile } from './visitor.ts';

const NEVER_SENT = '#resume=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const at = (path: string) => (url: URL) => url.pathname === path;

const problem = (code: string, status: number, detail: string, headers = {}) => ({
  status,
  headers: { 'content-type': 'application/problem+json', ...headers },
  body: JSON.stringify({ type: code, title: code, status, detail, code, request_id: 'r' }),
});

/** A trial of its own in this browser; its set-up waits for documents. */
async function enter(page: Page): Promise<void> {
  const { token } = await startTenant(productUrl());
  await page.evaluate((value) => localStorage.setItem('frontdesk.trial', value), token);
}

/** The page is told of the real set-up, changed so far. */
async function tellWorkflow(page: Page, change: Partial<WorkflowView>): Promise<void> {
  await page.route(at('/api/trial/workflow'), async (route) => {
    const response = await route.fetch();
    const told = await response.json();
    await route.fulfill({ response, json: { ...told, workflow: { ...told.workflow, ...change } } });
  });
}

const paused = (
  step: WorkflowView['current_step'],
  kind: WorkflowView['interrupts'][number]['kind'],
): Partial<WorkflowView> => ({
  status: 'paused',
  current_step: step,
  interrupts: [{ step, kind, reason: 'This is the reason.', raised_at: new Date().toISOString() }],
});

interface Notice {
  name: string;
  change: Partial<WorkflowView>;
  says: string;
  todo: string;
  buttons: string[];
}

const NOTICES: readonly Notice[] = [
  {
    name: 'no-documents',
    change: paused('kb_ingest', 'user_input'),
    says: 'The set-up waits for your documents',
    todo: 'Add at least one',
    buttons: ['Check again'],
  },
  {
    name: 'better-documents',
    change: paused('kb_assess', 'user_input'),
    says: 'The set-up waits for better documents',
    todo: 'See what is missing',
    buttons: ['Check again'],
  },
  {
    name: 'review-of-documents',
    change: paused('kb_assess', 'manual_review'),
    says: 'Somebody is having a look',
    todo: 'with more documents it is assessed anew',
    buttons: ['Check again'],
  },
  {
    name: 'review-of-a-step',
    change: paused('tool_assign', 'manual_review'),
    says: 'Somebody is having a look',
    todo: 'You will get an e-mail when it goes on',
    buttons: ['Check again'],
  },
  {
    name: 'approval',
    change: paused('go_live', 'admin_approval'),
    says: 'Waiting for approval',
    todo: 'There is nothing for you to do',
    buttons: [],
  },
  {
    name: 'failed-step',
    change: paused('tool_assign', 'retry'),
    says: '“Choose its tools” did not work',
    todo: 'Try once more',
    buttons: ['Try again'],
  },
  {
    name: 'turned-down',
    change: { status: 'failed', current_step: 'kb_assess' },
    says: 'The set-up was turned down',
    todo: 'Improve the documents',
    buttons: ['See the report', 'Go back to the assessment'],
  },
  {
    name: 'cancelled',
    change: { status: 'cancelled' },
    says: 'The set-up was cancelled',
    todo: 'still there until the trial ends',
    buttons: [],
  },
  {
    name: 'going-back',
    change: { status: 'rolled_back', current_step: 'tool_assign', undoing: 'go_live' },
    says: 'Going back',
    todo: 'is being taken back',
    buttons: [],
  },
  {
    name: 'stopped',
    change: { status: 'rolled_back', current_step: 'tool_assign', undoing: null },
    says: 'The set-up has stopped here',
    todo: 'The next thing is to choose its tools.',
    buttons: ['Go on'],
  },
];

for (const { width, height, colorScheme } of [
  { width: 1280, height: 800, colorScheme: 'light' },
  { width: 375, height: 740, colorScheme: 'dark' },
] as const) {
  test.describe(`${width} px, ${colorScheme}`, () => {
    const phone = width < 500;
    test.use({ viewport: { width, height }, colorScheme, hasTouch: phone, isMobile: phone });

    test('whatever the set-up waits for is told, with what to do', async ({ startPage: page }) => {
      test.setTimeout(240_000);
      await enter(page);
      for (const { name, change, says, todo, buttons } of NOTICES) {
        await tellWorkflow(page, change);
        await page.goto(`${productUrl()}/start#documents`);
        await page.reload();
        const notice = page.locator('[data-pause]');
        await expect(notice, name).toContainText(says);
        await expect(notice, name).toContainText(todo);
        if (change.interrupts) await expect(notice, name).toContainText('This is the reason.');
        await expect(notice.getByRole('button'), name).toHaveText(buttons);
        await expectGoodState(page, `start-notice-${name}`);
        await page.unrouteAll({ behavior: 'wait' });
      }
    });

    test('what is refused, lost or used up is told, and can be tried again', async ({ startPage: page }) => {
      test.setTimeout(240_000);
      await enter(page);

      // The server does not answer the one question that everything hangs on.
      await page.route(at('/api/trial/workflow'), (route) => route.abort('internetdisconnected'));
      await page.goto(`${productUrl()}/start`);
      await expect(page.getByText('No connection', { exact: true }).first()).toBeVisible();
      await expectGoodState(page, 'start-offline');
      await page.unrouteAll({ behavior: 'wait' });
      await page.getByRole('button', { name: 'Try again' }).first().click();
      await expect(page.getByRole('heading', { name: 'Give it your documents' })).toBeVisible();
      await expect(page.getByText('No connection', { exact: true })).toHaveCount(0);

      // A document that cannot be read, and one more than the plan has room for.
      await chooseFiles(page, [textFile('broken.pdf', '%PDF-1.4 and then nothing that makes sense')]);
      const broken = sourceRow(page, 'broken.pdf');
      await expect(broken).toHaveAttribute('data-status', 'failed', { timeout: 60_000 });
      await expect(broken).toContainText(/\w+ \w+ .*\./);
      await expectGoodState(page, 'start-failed-source');
      const full = 'The trial holds at most 50 documents.';
      await page.route(at('/api/trial/kb/upload'), (route) =>
        route.fulfill(problem('quota_exceeded', 429, full)),
      );
      await chooseFiles(page, [textFile('one-more.txt', 'The shop is open from nine to five.')]);
      await expect(page.locator('li[data-upload=refused][data-name="one-more.txt"]')).toContainText(full);
      await expectGoodState(page, 'start-plan-limit');
      await page.unrouteAll({ behavior: 'wait' });

      // What is to be done about a pause is refused.
      await tellWorkflow(page, paused('tool_assign', 'retry'));
      await page.route(at('/api/trial/workflow/retry'), (route) =>
        route.fulfill(problem('conflict', 409, 'The set-up does not wait for this any more.')),
      );
      await page.reload();
      const notice = page.locator('[data-pause=retry]');
      await notice.getByRole('button', { name: 'Try again' }).click();
      await expect(notice.getByRole('alert')).toHaveText('The set-up does not wait for this any more.');
      await expectGoodState(page, 'start-refused-action');
      await page.unrouteAll({ behavior: 'wait' });

      // The trial is over.
      await page.route(at('/api/trial'), async (route) => {
        const response = await route.fetch();
        const state = await response.json();
        state.tenant.status = 'expired';
        await route.fulfill({ response, json: state });
      });
      await page.reload();
      await expect(page.getByText(/^The trial ended on /)).toBeVisible();
      await expectGoodState(page, 'start-trial-over');
      await page.unrouteAll({ behavior: 'wait' });
    });

    test('a mailed link that has run out is told with and without a trial at hand', async ({
      startPage: page,
    }) => {
      const spent = page.getByRole('alert').filter({ hasText: 'has been used or has run out' });
      await page.goto(`${productUrl()}/start${NEVER_SENT}`);
      await expect(spent).toBeVisible();
      await expect(page.getByRole('button', { name: 'Mail me a link' })).toBeVisible();
      expect(page.url()).not.toContain('resume');
      await expectGoodState(page, 'start-spent-link');

      await page.route(at('/api/trial/resume'), (route) =>
        route.fulfill(problem('rate_limited', 429, 'Too many.', { 'retry-after': '30' })),
      );
      await page.getByLabel('E-mail of the trial').fill('owner@bluebird-bikes.example');
      await page.getByRole('button', { name: 'Mail me a link' }).click();
      await expect(page.getByText('Try again in 30 s.')).toBeVisible();
      await expectGoodState(page, 'start-link-limited');
      await page.unrouteAll({ behavior: 'wait' });

      await enter(page);
      await page.goto(`${productUrl()}/`);
      await page.goto(`${productUrl()}/start${NEVER_SENT}`);
      await expect(spent).toBeVisible();
      await expect(page.getByRole('heading', { name: 'Give it your documents' })).toBeVisible();
      await expectGoodState(page, 'start-spent-link-in-a-trial');

      // The token itself is not known any more.
      await page.evaluate(() => localStorage.setItem('frontdesk.trial', 'not-a-token'));
      await page.reload();
      await expect(page.getByRole('alert').filter({ hasText: 'not accepted any more' })).toBeVisible();
      await expect(page.getByLabel('Work e-mail')).toBeVisible();
      await expectGoodState(page, 'start-signed-out');
    });
  });
}
