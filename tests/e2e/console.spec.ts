/** The rest of the console: private conversations, lists of a flag, live changes, one's own password, health, saved lists. */
import { expect, type Page } from '@playwright/test';
import { adminClient, logIn as logInByApi, send } from '../fixtures/admin-client.ts';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';
import { expectGoodState, productUrl, tabTo, test } from './visitor.ts';

const EMAIL = 'olga@frontdesk.example';
const PASSWORD = 'violet-kettle-on-a-narrow-roof';
const OTHER_PASSWORD = 'a-lantern-under-nine-quiet-bridges';

/** The first owner: made by tests/e2e/admin.spec.ts, or here when this file runs alone. */
async function owner() {
  const url = productUrl();
  let answer = await logInByApi(url, EMAIL, PASSWORD);
  if (!answer.ok) {
    const secret = process.env.FRONTDESK_E2E_SETUP_LINK!.split('#')[1];
    answer = await send(url, 'POST', '/api/admin/setup', { secret, email: EMAIL, password: PASSWORD });
  }
  expect(answer.status).toBe(200);
  return adminClient(url, await answer.json(), PASSWORD);
}

async function enter(page: Page, email = EMAIL, password = PASSWORD): Promise<void> {
  await page.goto(`${productUrl()}/admin`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByText('Questions a day')).toBeVisible();
}

const open = (page: Page, view: string) =>
  page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: view }).click();

async function askedTenant(name: string): Promise<TenantClient> {
  const tenant = await startTenant(productUrl(), name);
  for (const query of ['Do you sell rye bread?', 'Is there parking behind the shop?'])
    expect((await tenant.call('POST', '/api/ask', { query })).status).toBe(200);
  return tenant;
}

for (const { width, height, colorScheme } of [
  { width: 1280, height: 800, colorScheme: 'dark' },
  { width: 375, height: 740, colorScheme: 'light' },
] as const) {
  test.describe(`${width} px, ${colorScheme}`, () => {
    test.use({ viewport: { width, height }, colorScheme });

    test('conversations are read on purpose, and the log says so', async ({ startPage: page }) => {
      await owner();
      const name = `Anna’s Bakery ${width}`;
      const tenant = await askedTenant(name);
      await enter(page);
      await page.goto(`${productUrl()}/admin#trials/${tenant.tenantId}`);
      const card = page.getByRole('region', { name: 'Conversations' });
      await expect(card.getByText('written to the audit log')).toBeVisible();
      const read = card.getByRole('button', { name: 'Read them' });
      await tabTo(page, read);
      await page.keyboard.press('Enter');
      const talks = card.getByRole('list', { name: 'Conversations' }).locator('> li');
      await expect(talks).toHaveCount(2);
      await expect(talks.first()).toContainText('Is there parking behind the shop?');
      await expect(talks.first()).toContainText('No answer');
      await talks.first().scrollIntoViewIfNeeded();
      await expectGoodState(page, 'console-conversations');
      await open(page, 'Audit log');
      const rows = page.getByRole('list', { name: 'Audit log' }).getByRole('listitem');
      await expect(rows.filter({ hasText: 'conversations.read' }).first()).toContainText(tenant.tenantId);
    });

    test('a flag’s lists and variant are edited, with what is wrong said', async ({ startPage: page }) => {
      await owner();
      const name = `Ben Bikes ${width}`;
      const tenant = await startTenant(productUrl(), name);
      await enter(page);
      await open(page, 'Flags');
      const flag = page.getByRole('region', { name: 'batch-sharing' });
      const more = flag.getByText('Variant and single tenants');
      await tabTo(page, more);
      await page.keyboard.press('Enter');
      const never = flag.getByLabel('Never on for');
      const save = flag.getByRole('button', { name: 'Save batch-sharing' });
      await never.fill('Ben Bikes');
      await expect(flag.getByText('Line 1 is no tenant id.')).toBeVisible();
      await expect(save).toHaveAttribute('aria-disabled', 'true');
      await never.fill('');
      await flag.getByLabel('Variant').selectOption('nearest');
      await flag.getByLabel('Find a tenant').fill(name);
      await expectGoodState(page, 'console-flag-lists');
      await flag.getByRole('button', { name: `Never for ${name}` }).click();
      await expect(never).toHaveValue(tenant.tenantId);
      await save.click();
      await expect(flag.getByText(/0 tenants always, 1 never/)).toBeVisible();
      await expect(flag.getByText(/, nearest/).first()).toBeVisible();
      await never.fill('');
      await flag.getByLabel('Variant').selectOption('near');
      await save.click();
      await expect(flag.getByText(/, near$/)).toBeVisible();
    });

    test('a change shows without asking, and log-out elsewhere ends the page', async ({
      startPage: page,
    }) => {
      const olga = await owner();
      await enter(page);
      const name = `Cora Cafe ${width}`;
      await open(page, 'Trials');
      await page.getByLabel('Search').fill(name);
      await expect(page.getByText('No trials.')).toBeVisible();
      await expect(page.locator('[data-live="true"]')).toHaveCount(1);
      // Asking by itself would come 30 s later.
      await startTenant(productUrl(), name);
      await expect(page.getByRole('link', { name })).toBeVisible({ timeout: 12_000 });
      const session = { authorization: `Bearer ${olga.token}` };
      const reset = await send(
        productUrl(),
        'POST',
        '/api/admin/me/password',
        { current_password: PASSWORD, new_password: PASSWORD },
        session,
      );
      expect(reset.status).toBe(204);
      await expect(page.getByRole('heading', { name: 'Log in to the console' })).toBeVisible({
        timeout: 12_000,
      });
    });

    test('the page asks by itself while it cannot listen', async ({ startPage: page }) => {
      await owner();
      await page.route('**/api/admin/events', (route) => route.abort());
      await enter(page);
      const name = `Dora Deli ${width}`;
      await open(page, 'Trials');
      await page.getByLabel('Search').fill(name);
      await expect(page.getByText('No trials.')).toBeVisible();
      await expect(page.locator('[data-live="false"]')).toHaveCount(1);
      await startTenant(productUrl(), name);
      await expect(page.getByRole('link', { name })).toBeVisible();
    });

    test('one’s own password is changed, with what is wrong said in words', async ({ startPage: page }) => {
      const olga = await owner();
      const email = `vera-${width}@frontdesk.example`;
      const invitation = await olga.call('POST', '/api/admin/users', { email, role: 'viewer' });
      const { setup_link } = await invitation.json();
      const secret = setup_link.path.split('#')[1];
      await send(productUrl(), 'POST', '/api/admin/setup', { secret, password: PASSWORD });
      const elsewhere = await (await logInByApi(productUrl(), email, PASSWORD)).json();
      await enter(page, email);
      await page.getByRole('link', { name: 'Your account' }).click();
      await expect(page.getByRole('heading', { name: 'Your account' })).toBeFocused();
      const change = async (current: string, fresh: string, again = fresh) => {
        await page.getByLabel('Present password').fill(current);
        await page.getByLabel('New password', { exact: true }).fill(fresh);
        await page.getByLabel('New password again').fill(again);
        await page.getByRole('button', { name: 'Change the password' }).click();
      };
      await change(PASSWORD, OTHER_PASSWORD, 'something else');
      await expect(page.getByText('This is not what you typed above.')).toBeVisible();
      await change('not my password', OTHER_PASSWORD);
      await expect(page.getByText('This is not the password of your account.')).toBeVisible();
      await change(PASSWORD, 'Password1234!');
      await expect(page.getByText(/first that are guessed/)).toBeVisible();
      await expectGoodState(page, 'console-password');
      await change(PASSWORD, OTHER_PASSWORD);
      await expect(page.getByText('Every other session of your account has ended.')).toBeVisible();
      await expectGoodState(page, 'console-password-changed');
      const other = await send(productUrl(), 'GET', '/api/admin/me', undefined, {
        authorization: `Bearer ${elsewhere.token}`,
      });
      expect(other.status).toBe(403);
      await page.reload();
      await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();
    });

    test('health is shown, and lists are saved', async ({ startPage: page }) => {
      await owner();
      await askedTenant(`=Evil ${width}`);
      await enter(page);
      await open(page, 'Health');
      await expect(page.getByRole('heading', { name: 'System health' })).toBeFocused();
      const parts = page.getByRole('list', { name: 'Parts' }).getByRole('listitem');
      await expect(parts.filter({ hasText: 'Database' })).toContainText('Ok');
      await expect(page.getByRole('list', { name: 'Queues' }).getByRole('listitem')).not.toHaveCount(0);
      await expectGoodState(page, 'console-health');
      for (const [view, file] of [
        ['Trials', 'trials.csv'],
        ['Questions', 'unanswered.csv'],
      ] as const) {
        await open(page, view);
        const saved = page.waitForEvent('download');
        await page.getByRole('button', { name: 'Save as CSV' }).click();
        const download = await saved;
        expect(download.suggestedFilename()).toBe(file);
        const chunks: Buffer[] = [];
        for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
        expect(Buffer.concat(chunks).toString()).toContain(`'=Evil ${width}`);
      }
      await expectGoodState(page, 'console-questions');
    });
  });
}
