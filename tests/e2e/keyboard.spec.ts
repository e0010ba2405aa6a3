/** The whole job without a mouse. */
import { expect } from '@playwright/test';
import { expectReady, SAMPLE, tabTo, test } from './visitor.ts';

test.use({ viewport: { width: 1280, height: 800 } });

test('from the first visit to the cited passage with the keyboard alone', async ({ startPage: page }) => {
  await tabTo(page, page.getByLabel('Work e-mail'));
  await page.keyboard.type('ann@example.org');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Ann’s guesthouse');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Hosp');
  await page.keyboard.press('Tab');
  await page.keyboard.type('example.org');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Your trial is ready.' })).toBeFocused();

  await tabTo(page, page.getByRole('button', { name: 'Add documents' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Choose files' }));
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles([]);
  await tabTo(page, page.getByRole('button', { name: 'Try it with a sample document' }));
  await page.keyboard.press('Enter');
  await expectReady(page, SAMPLE);

  await tabTo(page, page.getByRole('tab', { name: 'Ask' }));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Use the API' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('tab', { name: 'Ask' })).toBeFocused();

  const input = page.getByLabel('Your question');
  await tabTo(page, input);
  await page.keyboard.type('How many parking spaces');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('are there behind the house?');
  await expect(input).toHaveValue('How many parking spaces\nare there behind the house?');
  await page.keyboard.press('Enter');
  const turn = page.getByRole('article').first();
  await expect(turn).toHaveAttribute('data-turn', 'done');
  await expect(turn).toContainText('eight parking spaces');
  // What was streamed is said once, whole.
  await expect(page.locator('output[aria-live=polite]')).toContainText('eight parking spaces');
  await expect(input).toBeFocused();

  const citation = turn.getByRole('button', { name: /^Source 1: / }).first();
  await tabTo(page, citation, 'Shift+Tab');
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog');
  await expect(sheet.locator('mark').first()).toContainText('parking');
  for (let press = 0; press < 6; press += 1) {
    await page.keyboard.press('Tab');
    expect(await sheet.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(citation).toBeFocused();

  await tabTo(page, turn.getByRole('button', { name: 'This answer helped' }));
  await page.keyboard.press('Space');
  await expect(turn.getByRole('button', { name: 'This answer helped' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );

  await tabTo(page, page.getByRole('button', { name: `Remove ${SAMPLE}` }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: `Remove ${SAMPLE}` })).toBeFocused();
});
