/** The API tab: a key made there works from outside, can do no more than it should, and stops when revoked. */
import { expect } from '@playwright/test';
import { addSample, expectGoodState, openWorkspace, productUrl, startTrial, test } from './visitor.ts';

test.use({ viewport: { width: 1280, height: 800 } });

test('a key is shown once, asks, may not manage documents, and is revoked', async ({ startPage: page }) => {
  const token = await startTrial(page);
  await openWorkspace(page);
  await addSample(page);
  await page.getByRole('tab', { name: 'Use the API' }).click();
  await page.getByRole('button', { name: 'Create key' }).click();
  await expect(page.getByText('Name the key after the program')).toBeVisible();
  await page.getByLabel('Name').fill('Web shop');
  await page.getByRole('button', { name: 'Create key' }).click();
  const key = ((await page.getByTestId('api-key').textContent()) ?? '').trim();
  expect(key).not.toBe(token);
  await expectGoodState(page, 'new-key');

  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${productUrl()}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    });
  const question = { method: 'POST', body: JSON.stringify({ query: 'Are pets allowed?' }) };
  const answer = (await (await call('/api/ask', question)).json()) as { answered: boolean; answer: string };
  expect(answer.answered).toBe(true);
  expect(answer.answer).toContain('Dogs are allowed');
  expect((await call('/api/trial/kb')).status).toBe(403);

  // The commands on the page name this server and paste as they are.
  const example = page.locator('figure').filter({ hasText: 'Ask a question' }).locator('code');
  await expect(example).toContainText(`curl ${productUrl()}/api/ask`);

  await page.reload();
  await page.getByRole('tab', { name: 'Use the API' }).click();
  await expect(page.getByTestId('api-key')).toHaveCount(0);
  await page.getByRole('button', { name: 'Revoke Web shop' }).click();
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(page.getByText('No keys yet.')).toBeVisible();
  expect((await call('/api/ask', question)).status).toBe(401);
});
