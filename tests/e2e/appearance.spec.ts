/** Every state at the widths and colours people have: nothing cut off, nothing inaccessible, a picture of each. */
import { expect } from '@playwright/test';
import {
  addSample,
  ask,
  chooseFiles,
  expectGoodState,
  openWorkspace,
  startTrial,
  test,
  textFile,
} from './visitor.ts';

const LOOKS = [
  { width: 1280, height: 800, colorScheme: 'light' },
  { width: 1280, height: 800, colorScheme: 'dark' },
  { width: 375, height: 740, colorScheme: 'light' },
  { width: 375, height: 740, colorScheme: 'dark' },
] as const;

for (const { width, height, colorScheme } of LOOKS) {
  test.describe(`${width} px, ${colorScheme}`, () => {
    const phone = width < 500;
    test.use({ viewport: { width, height }, colorScheme, hasTouch: phone, isMobile: phone });

    test('every state', async ({ startPage: page }) => {
      await expectGoodState(page, 'landing');
      await page.getByRole('button', { name: 'Start the trial' }).click();
      await expect(page.getByLabel('Work e-mail')).toBeFocused();
      await expectGoodState(page, 'landing-errors');
      await page.getByRole('button', { name: 'I already have a token' }).click();
      await expectGoodState(page, 'sign-in');
      await page.getByRole('button', { name: 'Start a free trial' }).click();

      await startTrial(page);
      await expectGoodState(page, 'token');
      await openWorkspace(page);
      await expectGoodState(page, 'empty');
      await addSample(page);
      await chooseFiles(page, [
        textFile('photo.png', 'x'),
        textFile('a'.repeat(90).concat('.md'), '# A\n\nShort.'),
      ]);
      await expect(page.getByText('Not added', { exact: true })).toBeVisible();
      await expectGoodState(page, 'documents');

      if (phone) await page.getByRole('tab', { name: 'Ask' }).click();
      await expect(page.getByRole('button', { name: 'Are pets allowed?' })).toBeVisible();
      await expectGoodState(page, 'suggestions');
      await page.getByRole('button', { name: 'Are pets allowed?' }).click();
      const turn = page.getByRole('article', { name: 'Question: Are pets allowed?' });
      await expect(turn).toHaveAttribute('data-turn', 'done');
      await expect(turn).toContainText('Dogs are allowed');
      await expectGoodState(page, 'answer');
      await turn
        .getByRole('button', { name: /^Source 1: / })
        .first()
        .click();
      await expect(page.locator('[data-cited] mark').first()).toBeVisible();
      await expectGoodState(page, 'sheet');
      await page.getByRole('button', { name: 'Close' }).click();
      await expect(page.getByRole('dialog')).toBeHidden();
      await ask(page, 'Who won the football world cup in 1998?');
      await expectGoodState(page, 'unknown');

      await page.getByRole('tab', { name: 'Use the API' }).click();
      await expect(page.getByText('No keys yet.')).toBeVisible();
      await expectGoodState(page, 'api');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await expectGoodState(page, 'sign-out');
    });
  });
}

test.describe('theme', () => {
  test.use({ colorScheme: 'light', viewport: { width: 1280, height: 800 } });

  test('the toggle wins over the system and is remembered', async ({ startPage: page }) => {
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.getByRole('button', { name: /^Theme: system/ }).click();
    await page.getByRole('button', { name: /^Theme: light/ }).click();
    const dark = await background();
    expect(dark).not.toBe(light);
    await page.reload();
    await expect(page.getByRole('button', { name: /^Theme: dark/ })).toBeVisible();
    expect(await background()).toBe(dark);
    await page.getByRole('button', { name: /^Theme: dark/ }).click();
    expect(await background()).toBe(light);
  });
});

test.describe('zoom', () => {
  // 1280 × 800 at 200 %.
  test.use({ viewport: { width: 640, height: 400 } });

  test('everything is there at 200 %', async ({ startPage: page }) => {
    await expectGoodState(page, 'zoomed-landing');
    await startTrial(page);
    await openWorkspace(page);
    await addSample(page);
    await page.getByRole('tab', { name: 'Ask' }).click();
    await ask(page, 'Is breakfast included?');
    await expect(page.getByLabel('Your question')).toBeInViewport();
    await expectGoodState(page, 'zoomed-answer');
  });
});
