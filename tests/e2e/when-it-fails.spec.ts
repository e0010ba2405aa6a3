/** What a person sees when something is refused, lost or broken: a sentence, and a way on. */
import { expect } from '@playwright/test';
import {
  addSample,
  ask,
  chooseFiles,
  expectGoodState,
  expectReady,
  openWorkspace,
  sourceRow,
  startTrial,
  test,
  textFile,
} from './visitor.ts';

test.use({ viewport: { width: 1280, height: 800 } });

test('files that cannot be taken say why; the others still go', async ({ startPage: page }) => {
  await startTrial(page);
  await openWorkspace(page);
  await chooseFiles(page, [
    textFile('photo.png', 'x'),
    textFile('old.doc', 'x'),
    textFile('empty.txt', ''),
    { name: 'big.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(20 * 1024 * 1024 + 1) },
    textFile('broken.pdf', '%PDF-1.4 and then nothing that makes sense'),
    textFile('hours.txt', 'The shop is open from nine to five on every weekday.'),
  ]);
  const upload = (name: string) => page.locator(`li[data-upload=refused][data-name="${name}"]`);
  await expect(upload('photo.png')).toContainText('not supported');
  await expect(upload('old.doc')).toContainText('.docx');
  await expect(upload('empty.txt')).toContainText('empty');
  await expect(upload('big.pdf')).toContainText('at most 20 MB');
  await expectReady(page, 'hours.txt');
  await expect(sourceRow(page, 'broken.pdf')).toHaveAttribute('data-status', 'failed', { timeout: 60_000 });
  await expect(sourceRow(page, 'broken.pdf')).toContainText(/\w+ \w+ .*\./);
  await expectGoodState(page, 'refused-files');

  await page.getByRole('button', { name: 'Dismiss photo.png' }).click();
  await expect(upload('photo.png')).toHaveCount(0);
  await chooseFiles(page, [textFile('copy.txt', 'The shop is open from nine to five on every weekday.')]);
  await expect(page.locator('li[data-upload=duplicate]')).toContainText('nothing was added twice');
  await chooseFiles(
    page,
    Array.from({ length: 21 }, (_, index) => textFile(`file-${index}.txt`, index === 20 ? 'last one' : '')),
  );
  await expect(page.locator('li[data-upload=refused]')).toHaveCount(23);
});

test('files dropped on the panel are added', async ({ startPage: page }) => {
  await startTrial(page);
  await openWorkspace(page);
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(
      new File(['Dropped files are read like any other file.'], 'dropped.txt', { type: 'text/plain' }),
    );
    return data;
  });
  const panel = page.locator('#knowledge-base');
  await panel.dispatchEvent('dragenter', { dataTransfer: transfer });
  await expect(page.getByText('Drop to add')).toBeVisible();
  await panel.dispatchEvent('drop', { dataTransfer: transfer });
  await expect(page.getByText('Drop to add')).toHaveCount(0);
  await expectReady(page, 'dropped.txt');
});

test('a token that is not accepted any more leads back to the start', async ({ startPage: page }) => {
  const token = await startTrial(page);
  await page.getByRole('button', { name: 'Add documents' }).click();
  await page.evaluate(() => localStorage.setItem('frontdesk.trial', 'not-a-token'));
  await page.reload();
  await expect(page.getByRole('alert').filter({ hasText: 'not accepted any more' })).toBeVisible();
  await expect(page.getByLabel('Work e-mail')).toBeVisible();
  await expectGoodState(page, 'signed-out');

  await page.getByRole('button', { name: 'I already have a token' }).click();
  await page.getByLabel('Trial token').fill('nonsense');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('This token is not known here.')).toBeVisible();
  await page.getByLabel('Trial token').fill(token);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: 'Knowledge base' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign out' }).last().click();
  await expect(page.getByLabel('Work e-mail')).toBeVisible();
  expect(await page.evaluate(() => localStorage.getItem('frontdesk.trial'))).toBeNull();
});

test('limits, a lost connection and a stop are told, and can be tried again', async ({ startPage: page }) => {
  await startTrial(page);
  await openWorkspace(page);
  await addSample(page);
  const problem = (code: string, status: number, headers = {}) => ({
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: JSON.stringify({
      type: code,
      title: code,
      status,
      detail: 'Every question is used.',
      code,
      request_id: 'r',
    }),
  });
  const send = async (question: string) => {
    await page.getByLabel('Your question').fill(question);
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    return page.getByRole('article', { name: `Question: ${question}` });
  };

  await page.route(
    '**/api/ask',
    (route) => route.fulfill(problem('rate_limited', 429, { 'retry-after': '7' })),
    { times: 1 },
  );
  const limited = await send('Are pets allowed in the house?');
  await expect(limited.getByRole('alert')).toContainText('Try again in 7 s.');
  await expectGoodState(page, 'rate-limited');
  await limited.getByRole('button', { name: 'Ask again' }).click();
  await expect(limited).toHaveAttribute('data-turn', 'done');
  await expect(limited).toContainText('Dogs are allowed');

  await page.route('**/api/ask', (route) => route.abort('connectionfailed'), { times: 1 });
  const lost = await send('Is breakfast included in the price?');
  await expect(lost.getByRole('alert')).toContainText('could not be reached');

  await page.route('**/api/ask', (route) => route.fulfill(problem('quota_exceeded', 402)), { times: 1 });
  const used = await send('Can I park?');
  await expect(used.getByRole('alert')).toContainText('Every question is used.');
  await expect(used.getByRole('button', { name: 'Ask again' })).toHaveCount(0);

  await page.route('**/api/ask', () => {}, { times: 1 });
  const stopped = await send('When is check-out?');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(stopped).toHaveAttribute('data-turn', 'stopped');
  await stopped.getByRole('button', { name: 'Ask again' }).click();
  await expect(stopped).toContainText('11:00');

  await page.getByRole('button', { name: 'New conversation' }).click();
  await expect(page.getByRole('article')).toHaveCount(0);
});

test('sources still become ready while the live stream cannot be had', async ({ startPage: page }) => {
  await page.route('**/api/trial/events', (route) => route.abort('connectionfailed'));
  await startTrial(page);
  await openWorkspace(page);
  await addSample(page);
  await expect(await ask(page, 'When does the terrace close?')).toContainText('22:00');
});

test('a list that comes late does not take back a source that was added since', async ({
  startPage: page,
}) => {
  const late: (() => Promise<void>)[] = [];
  let hold = true;
  await page.route(/\/api\/trial\/kb\?limit=/, async (route) => {
    if (!hold) return route.continue();
    const read = await route.fetch();
    late.push(() => route.fulfill({ response: read }));
  });
  await startTrial(page);
  await openWorkspace(page);
  await expect.poll(() => late.length).toBeGreaterThan(0);
  const taken = page.waitForResponse((response) => response.url().endsWith('/api/trial/kb/upload'));
  await chooseFiles(page, [textFile('hours.txt', 'The shop is open from nine to five on every weekday.')]);
  expect((await taken).status()).toBe(202);
  await expect(sourceRow(page, 'hours.txt')).toBeVisible();
  hold = false;
  for (const answer of late) await answer();
  await expectReady(page, 'hours.txt');
});
