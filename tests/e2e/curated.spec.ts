/** A question without an answer gets one by hand, is answered with it in the widget, and is refused again when it goes. */
import { expect, type Page } from '@playwright/test';
import { PASSWORD, send } from '../fixtures/admin-client.ts';
import { askWidget, openPanel, openShop } from './shop.ts';
import { expectGoodState, productUrl, tabTo, test } from './visitor.ts';

const EMAIL = 'olga@frontdesk.example';
const ANSWER = 'Yes: <img src=x onerror=alert(1)> <b>every</b> Thursday, by the back door [1].';
const LINK = 'https://lighthouse.example/kangaroos';

/** The owner of admin.spec.ts, made here when this file runs alone; the link works once. */
async function firstOwner(): Promise<void> {
  const secret = process.env.FRONTDESK_E2E_SETUP_LINK?.split('#')[1];
  await send(productUrl(), 'POST', '/api/admin/setup', { secret, email: EMAIL, password: PASSWORD });
}

async function openConsole(page: Page, view: string): Promise<void> {
  await page.goto(`${productUrl()}/admin#${view}`);
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
}

for (const { width, height, colorScheme } of [
  { width: 1280, height: 800, colorScheme: 'light' },
  { width: 375, height: 740, colorScheme: 'dark' },
] as const) {
  test.describe(`${width} px, ${colorScheme}`, () => {
    test.use({ viewport: { width, height }, colorScheme });

    test('refused, answered by hand, removed, refused again', async ({ startPage: page, context }) => {
      await firstOwner();
      const shop = await openShop();
      const question = `Are ${width} kangaroos welcome at the lighthouse?`;
      const site = await context.newPage();
      await site.goto(shop.site.origin);
      await openPanel(site);
      await expect(await askWidget(site, question)).toContainText('I don’t know');

      await openConsole(page, 'questions');
      const row = page
        .getByRole('list', { name: 'Unanswered questions' })
        .getByRole('listitem')
        .filter({ hasText: question });
      const add = row.getByRole('button', { name: `Add an answer to “${question}”` });
      await expect(add).toBeVisible();
      await tabTo(page, add);
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Add an answer' });
      await expect(dialog.getByLabel('Question')).toHaveValue(question);
      await expectGoodState(page, 'admin-add-answer');
      await dialog.getByLabel('Answer').fill(ANSWER);
      await dialog.getByLabel('Link').fill(LINK);
      await page.keyboard.press('Enter');
      await expect(dialog).toBeHidden();
      await expect(row).toContainText('Answered');
      await expect(add).toBeHidden();
      await expect(page.getByRole('heading', { name: 'Unanswered questions' })).toBeFocused();
      await expectGoodState(page, 'admin-answered-question');

      const turn = await askWidget(site, question);
      await expect(turn.locator('.answer')).toHaveText(ANSWER);
      await expect(turn.locator('img, b, .sources')).toHaveCount(0);
      const link = turn.getByRole('link', { name: 'lighthouse.example' });
      await expect(link).toHaveAttribute('href', LINK);
      await expect(link).toHaveAttribute('rel', /noopener/);
      await expectGoodState(site, 'widget-curated');

      await row.getByRole('link', { name: 'Bluebird Bikes' }).click();
      const answers = page.getByRole('list', { name: 'Curated answers' }).getByRole('listitem');
      await expect(answers).toHaveCount(1);
      await expect(answers).toContainText(ANSWER);
      await expectGoodState(page, 'admin-curated-answers');
      await answers.getByRole('button', { name: `Edit the answer to “${question}”` }).click();
      const edit = page.getByRole('dialog', { name: 'Change the answer' });
      await expect(edit.getByLabel('Answer')).toHaveValue(ANSWER);
      await edit.getByLabel('Question').fill('Is pay@acme.example really your address?');
      await edit.getByRole('button', { name: 'Save' }).click();
      await expect(edit.getByRole('alert')).toContainText('any other address or number');
      await expectGoodState(page, 'admin-answer-refused');
      await edit.getByLabel('Question').fill(question);
      await edit.getByLabel('Answer').fill('Only on Fridays.');
      await edit.getByRole('button', { name: 'Save' }).click();
      await expect(answers).toContainText('Only on Fridays.');
      expect(await shop.tenant.ask(question)).toMatchObject({ answer: 'Only on Fridays.', mode: 'curated' });

      await answers.getByRole('button', { name: `Remove the answer to “${question}”` }).click();
      await page.getByRole('button', { name: 'Remove it' }).click();
      await expect(answers).toHaveCount(0);
      expect(await shop.tenant.ask(question)).toMatchObject({ answered: false });
      await shop.site.close();
    });
  });
}
