/** The console's main job: log in, decide, extend, roll out, read what was done, log out, be refused; on a desk and a phone. */
import { expect, type Page } from '@playwright/test';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';
import { expectGoodState, productUrl, tabTo, test } from './visitor.ts';

const EMAIL = 'olga@frontdesk.example';
const PASSWORD = 'violet-kettle-on-a-narrow-roof';
const FLAG = 'batch-sharing';

/** Together they score about 0.4: too little to go on by itself, too much to be refused. */
const POOR = [
  {
    title: 'Tracking',
    content: 'When the parcel leaves we e-mail you a tracking number, with which you can follow your order.',
  },
  {
    title: 'Contact',
    content: 'You can contact us by e-mail at care@leaf.example or by phone on (720) 555-0136.',
  },
];

async function poorTrial(name: string): Promise<TenantClient> {
  const tenant = await startTenant(productUrl(), name);
  for (const text of POOR) expect((await tenant.call('POST', '/api/trial/kb/text', text)).status).toBe(202);
  await expect
    .poll(async () => (await tenant.trial()).workflow.interrupts[0]?.kind, { timeout: 60_000 })
    .toBe('manual_review');
  return tenant;
}

async function logIn(page: Page, password = PASSWORD): Promise<void> {
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
}

const open = (page: Page, view: string) =>
  page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: view }).click();

test('the first owner is made by the printed link, which works once', async ({ startPage: page }) => {
  const link = process.env.FRONTDESK_E2E_SETUP_LINK!;
  await page.goto(link);
  await expectGoodState(page, 'admin-setup');
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Set the password and log in' }).click();
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();

  await page.goto('about:blank');
  await page.goto(link);
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Set the password and log in' }).click();
  await expect(page.getByText('This link does not work')).toBeVisible();
});

for (const { width, height, colorScheme } of [
  { width: 1280, height: 800, colorScheme: 'light' },
  { width: 375, height: 740, colorScheme: 'dark' },
] as const) {
  test.describe(`${width} px, ${colorScheme}`, () => {
    test.use({ viewport: { width, height }, colorScheme });

    test('log in, approve, extend, roll out, read the log, log out, be refused', async ({
      startPage: page,
    }) => {
      const name = `Bluebird Bikes ${width}`;
      const tenant = await poorTrial(name);
      await page.goto(`${productUrl()}/admin`);
      await expect(page.getByRole('heading', { name: 'Log in to the console' })).toBeVisible();
      await logIn(page, 'not the password at all');
      await expect(page.getByText('Not logged in')).toBeVisible();
      await expectGoodState(page, 'admin-log-in');
      await logIn(page);
      await expect(page.getByText('Questions a day')).toBeVisible();
      const parts = page.getByRole('list', { name: 'Parts of the system' }).getByRole('listitem');
      await expect(parts.filter({ hasText: 'Database' })).toContainText('Ok');
      await expectGoodState(page, 'admin-overview');

      await open(page, 'Workflows');
      const decide = page.getByRole('button', { name: `Decide on ${name}` });
      await tabTo(page, decide);
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name });
      await expect(dialog.getByText('Coverage')).toBeVisible();
      await expectGoodState(page, 'admin-decide');
      await dialog.getByLabel('Note').fill('Small, but enough to begin with.');
      await dialog.getByRole('button', { name: 'Approve' }).click();
      await expect(dialog).toBeHidden();
      await expect(decide).toBeHidden();
      await expect.poll(async () => (await tenant.trial()).workflow.steps_completed).toContain('kb_assess');
      await expectGoodState(page, 'admin-workflows');

      await open(page, 'Trials');
      await page.getByLabel('Search').fill(name);
      await expectGoodState(page, 'admin-trials');
      await page.getByRole('link', { name }).click();
      await expect(page.getByTestId('expires-at')).toBeVisible();
      const { expires_at: before } = (await tenant.trial()).tenant;
      await page.getByLabel('Extend by days').fill('9');
      await page.getByRole('button', { name: 'Extend' }).click();
      await expect
        .poll(async () => Date.parse((await tenant.trial()).tenant.expires_at) - Date.parse(before))
        .toBe(9 * 86_400_000);
      await expectGoodState(page, 'admin-trial');

      await tenant.call('POST', '/api/ask', { query: 'Who won the football world cup in 1998?' });
      await open(page, 'Questions');
      const unanswered = page.getByRole('list', { name: 'Unanswered questions' }).getByRole('listitem');
      await expect(unanswered.filter({ hasText: name })).toContainText('1 ×');
      await expectGoodState(page, 'admin-questions');

      await open(page, 'Flags');
      const flag = page.getByRole('region', { name: FLAG });
      await flag.getByRole('button', { name: width > 500 ? '50 %' : '10 %', exact: true }).click();
      const on = flag.getByRole('switch');
      if ((await on.getAttribute('aria-checked')) === 'false') await on.click();
      await flag.getByRole('button', { name: `Save ${FLAG}` }).click();
      await expect(flag.getByText(`On for ${width > 500 ? 50 : 10} %`)).toBeVisible();
      await expectGoodState(page, 'admin-flags');

      await open(page, 'Audit log');
      const rows = page.getByRole('list', { name: 'Audit log' }).getByRole('listitem');
      const flagSet = rows.filter({ hasText: 'flag.set' }).first();
      await expect(flagSet).toContainText(EMAIL);
      await expect(flagSet).toContainText(`"percentage":${width > 500 ? 50 : 10}`);
      await expect(rows.filter({ hasText: 'trial.extended' }).first()).toContainText(tenant.tenantId);
      await expect(rows.filter({ hasText: 'workflow.approve' }).first()).toContainText('enough to begin');
      await expectGoodState(page, 'admin-audit');
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save as CSV' }).click();
      expect((await saved).suggestedFilename()).toBe('audit.csv');

      await open(page, 'Users');
      await expect(page.getByText('You, owner')).toBeVisible();
      await expectGoodState(page, 'admin-users');

      await page.getByRole('button', { name: 'Log out' }).click();
      await expect(page.getByRole('heading', { name: 'Log in to the console' })).toBeVisible();
      const refused = await page.evaluate(async () => (await fetch('/api/admin/trials')).status);
      expect(refused).toBe(403);
      await page.reload();
      await expect(page.getByRole('heading', { name: 'Log in to the console' })).toBeVisible();
    });
  });
}
